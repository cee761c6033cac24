"""Plans for tests."""

RECYCLING = """\
# New food waste recycling scheme for Northshire

## Purpose
Northshire District Council will introduce weekly kerbside collection of food waste for all 48,000 households from
next spring. We want to raise our recycling rate from 31 to 50 per cent within three years.

## What we will do
- Buy caddies and bins for every household and deliver them in March.
- Re-plan the collection rounds; crews will leave a contaminated caddy behind with a tag.
- Run a leaflet campaign in February and appoint one recycling officer.

## Evidence
A residents' survey found 84 per cent in favour of more recycling. A twelve-week trial in one ward collected
1.9 kg a household a week on average; we have used this figure for the whole district. The contract with the
waste company will be varied once the members have set the timetable.

## Milestones
All rounds change over within ten weeks, five rounds a fortnight, as announced by the leader of the council.
"""
STATEMENTS = """\
The bank will stop posting statements to three million customers and put them on line instead. In the first phase every customer gets a
letter with a code and is asked to register for paperless statements. Paper goes on for all who do not. Similar banks had a
tenth of their customers register in the first year. We expect to save four million pounds of postage.
"""
GERMAN = """\
Der Landkreis wird die Abfälle der Haushalte ab dem Frühjahr getrennt sammeln, und das ist mit den Gemeinden besprochen. Die Bürger werden
gebeten, sich an der Sammlung zu beteiligen.
"""
