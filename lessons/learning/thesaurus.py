"""What plans speak of whatever their sector, each concept with the words for it: nurses and refuse crews are both front-line staff.

A lesson's own words seldom stand in a plan of another sector; what it is about does. This is a thesaurus of the language in which
public services plan and report: a concept to a line, its name as it is shown to readers, then the words and phrases for it, in
any form. It was written from general knowledge of how projects go well and badly, not from the lessons of one library, and
belongs to none: add a word where it means the concept in every sector.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lessons.search.statements import any_of
from lessons.search.text import STOP_WORDS, stems, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENGLISH = """
people who are served: user, customer, client, resident, citizen, patient, pupil, student, parent, tenant, passenger, household, family, claimant, applicant, visitor, member, public, community, borrower, taxpayer, learner, subscriber, policyholder, employer, carer, beneficiary, driver, guest, offender
front-line staff: front line, frontline, staff, crew, officer, nurse, teacher, midwife, warden, adviser, caseworker, social worker, receptionist, librarian, worker, employee, workforce, practitioner, assessor, operator, technician, inspector, clerk, porter, paramedic, ranger, guard, agent, team, ward
senior managers: chief executive, senior manager, senior management, director, executive, top team, top manager, head of service, leadership, boss, governor, management board, programme board, steering board
people who decide politically: politician, councillor, elected member, minister, mayor, cabinet, alderman, political
independent professionals: professional, doctor, general practitioner, dentist, consultant, surgeon, lawyer, solicitor, pharmacist, lecturer, architect, vet, barrister, independent business, independent practice, cannot be instructed, no contractual lever, cannot command, no power over, autonomous
several bodies with a part in it: partner, partnership, agency, multi-agency, interagency, several organisations, several bodies, several departments, different agency, other body, other agency, each department, across departments, joint, jointly, both organisations, both bodies, consortium, cross-cutting, cross-departmental, whole system
contractors and suppliers: contractor, supplier, vendor, outsource, subcontractor, outside firm, software house, procure, tender, bidder, manufacturer
taking part by choice: voluntary, voluntarily, opt in, opt-in, sign up, signed up, enrol, register, registration, volunteer, uptake, take-up, take up, choose, chosen, choice, invite, invitation, wish to, free to, request it, ask for it, subscribe, elect to, on request, switch, willing
the normal course and opting out: default, opt out, opt-out, unless they refuse, unless they object, unless they decline, automatic, automatically, normal course, refuse, decline, object, standard, as standard, remain the standard
something unfamiliar or uncomfortable: unfamiliar, uncomfortable, unusual, novelty, used to, strange, embarrass, afraid, fear, anxious, awkward, inconvenient, something they know, accustomed
reluctance and resistance: reluctant, reluctance, resist, resistance, sceptical, scepticism, unwilling, oppose, opposition, distrust, suspicious, unpopular, hostile, cynical, doubt, doubter, object to, protest, complain, tired of
consent and backing: consent, support, backing, approve, approval, agree, agreement, buy-in, legitimacy, mandate, endorse, win over, permission, sign-off, authorise, persuade, convince, win, majority, in favour, popular
asking people what they think: consult, consultation, survey, questionnaire, poll, opinion, focus group, panel, feedback, listen, views, asked what, interview, opinion survey, respondent
designing with those concerned: co-design, codesign, co-produce, coproduction, design with, designed with, involve, involvement, take part in the design, have a say, shape, shaped, participate, participation, user group, jury, engage, engagement
decided from above: top down, top-down, from above, imposed, head office, headquarters, centre, central, announced, minister has announced, decreed, ordered, handed down, decided at the top, mandated
trying things out on a small scale: pilot, trial, tried, try out, prototype, test, tested, small scale, experiment, experimental, demonstrator, proof of concept, first phase, one site, trial run, sandbox
extending something to all: roll out, roll-out, rollout, extend, extension, expand, scale up, spread, wave, go live, go-live, launch, borough-wide, nationwide, city-wide, company-wide, every site, all sites, all branches, mainstream, whole authority, all areas, replicate
a fixed timetable: timetable, deadline, schedule, milestone, target date, pace, by april, by september, fixed date, one date, start date, start on, day one, on time, calendar, year after year
forecasts and averages: forecast, assume, assumption, estimate, projection, project demand, predict, average, typical, per head, per resident, business case, sized, extrapolate, expected demand, modelled
people and places that differ: vary, variety, varied, different kinds, different types, diverse, diversity, differ, range from, mix of, shift worker, pensioner, large families, each area, local conditions, from a small, all kinds
preparing people for a change: train, training, prepare, preparation, rehearse, induction, workshop, coach, briefing, briefed, brief, e-learning, course, practise, skills, handover, memo
a change of outlook: attitude, culture, outlook, mindset, habit, ethos, behaviour, assumption, belief, values, way of thinking, role, identity
rules and procedures: rule, procedure, guidance, instruction, protocol, manual, compliance, comply, regulation, red tape, standardise, standard form, to the letter, checklist, circular, prescribe, bureaucracy
extra work and who carries it: workload, extra work, additional work, burden, overtime, paperwork, stretched, on top of, after their shift, after hours, own time, unpaid, more work, re-book, rework, falls on, chore
rewards and incentives: incentive, reward, bonus, performance pay, gain, keep part, keep a share, nothing in it for, benefit from, commission paid, share of, credit, motivate, penalty for
savings and efficiency: saving, save, efficiency, efficient, cheaper, cut cost, reduce cost, lower cost, economies, cost reduction, frees up, per cent efficiencies, sums released, deficit
budgets and money: budget, money, grant, fund, funding, finance, invest, investment, spend, spending, levy, capital, revenue, pay for, paid for, sum
money that crosses a boundary: match funding, co-fund, several funders, separate budgets, different budgets, remit, not within its purpose, pooled budget, pool, contribution, contribute, sponsor, sponsorship, refuse to pay, falls between, whose budget, not our job, turned down
cost of the present way: present cost, current cost, cost of doing nothing, status quo, existing arrangement, carry on as before, what it costs now, cost now, total cost, nobody knows the sum
measuring before and after: measure, baseline, indicator, before and after, record, metric, monitor, track, log, count, statistic, data, report on, reported, figures, dashboard, success criteria, not recorded, opening hours, footfall
comparing with others: compare, comparison, control group, benchmark, old way and new, similar people, alternative, options appraisal, side by side, like for like, counterfactual
results that are hard to see: intangible, wellbeing, satisfaction, confidence, quality of life, case story, anecdote, testimonial, hard to measure, loneliness, morale, saves time, dignity
evaluation from outside: evaluate, evaluation, evaluator, university, research, study, independent review, assess, assessment, academic, outside expert
outcomes rather than activity: outcome, purpose, impact, what it is for, difference made, social result, goal, objective, aim, mission, target, output, volume
warnings and sanctions: warn, warning, enforce, enforcement, fine, penalty, sanction, withdraw, withdrawn, misuse, abuse, ban, suspend, offence, offender, breach, cheat, spoil, contaminate, fraud
checks by staff: check, inspect, reject, stop, verify, refuse to accept, screening, gatekeeper, safety check, quality control, incomplete, spot check
reorganising: reorganise, reorganisation, restructure, restructuring, directorate, department, division, layer, hierarchy, organisation chart, management post, redeploy, abolish, merger, tier, middle management, delayering
handing decisions outwards: devolve, decentralise, decentralisation, delegate, autonomy, discretion, own decisions, decide their own, decide for themselves, authority limits, local office, regional office, area office, area committee, neighbourhood, branch, freedom, hand over, let go, empower, closer to
keeping budgets at the centre: head office keeps, retain control, held centrally, central budget, centralise, stay at the centre, keeps budgets, controls the budget, central control
several services in one place: one-stop, one stop shop, hub, co-locate, colocate, same building, under one roof, single point, merged counter, reception, reception point, contact centre, counter, integrated, integrate, front desk, walk-in, share premises
how people get in touch: telephone, phone, online, on line, website, app, call, enquiry, inquiry, contact, email, digital, portal, letter, visit, channel, first contact, settled, resolved
combining with a neighbour: neighbour, neighbouring, shared service, pool resources, merge, combine, join forces, amalgamate, one body for both, same task, small scale, joint venture
a new legal body: company, trust, charitable trust, mutual, trading, social enterprise, arm's length, spin out, spin-out, joint venture, legal form, limited company, incorporation, society, cooperative, co-operative, independent, independence, ownership, owned, shareholder
the contract with the parent: contract, funding agreement, service agreement, renew, renewal, only customer, main customer, parent body, three years, five years, terms, termination, what happens when it ends, expire, expiry
land and buildings: land, site, property, developer, construction, building, built, redevelop, redevelopment, premises, estate, plot, office block, stadium, arena, hall, facility, architect, vacate, relocate
empty or underused space: spare, empty, unused, underused, vacant, idle, surplus, disused, daytime, evenings a year, days a year, half full, classroom, spare room
local jobs: job, recruit, recruitment, vacancy, apprentice, hire, unemployed, local people, employment, labour, staffing, work placement
sharing profit and risk: profit, share of the profit, share risk, shared risk, stake, equity, loss, liability, guarantee, underwrite, uplift, overspend, surplus shared
audit and inspection: audit, auditor, inspectorate, inspection, regulator, watchdog, scrutiny, oversight, ombudsman, accountable, league table, examine, verdict
leaders who stay or go: interim, stay in post, turnover, successor, succession, leave, retire, fixed term, fixed-term, contract ends, tenure, nine months, acting head, new head, depart, champion, long term, years in post
who leads and who answers for it: owner, ownership of the task, responsible, responsibility, name one, lead officer, project manager, sponsor, accountable, sole, one person, single person, line manager, in charge, task
messages and publicity: leaflet, publicity, campaign, message, newsletter, poster, inform, text message, announcement, communicate, communication, translate, translation, remind, reminder, advertise, media, press
disputes and harm between people: victim, harm, dispute, conflict, complaint, grievance, apology, apologise, amends, mediate, mediation, face to face, meet each other, wrong, bully, bullying, hurt, reconcile, misconduct
doing the basics well: basics, ordinary, everyday, day-to-day, core service, business as usual, backlog, reliable, routine, waiting time, complaints, answer the phone, overdue, late payment, standards slip, keep the
risk and failure: risk, fail, failure, uncertain, uncertainty, go wrong, loses money, lose money, blame, mistake, safe to fail, limit, tolerate, explain it to, danger, unsuccessful
new ideas: innovate, innovation, innovative, new idea, novel, creative, new way, invent, untried, first of its kind, pioneering, radical, new approach, suggestion
recognition and awards: award, prize, recognise, recognition, honour, praise, celebrate, scholarship, medal, ceremony
careers and people who move on: career, promotion, secondment, job swap, passport, next post, next employer, transferable, credential, experience counts, certificate, portfolio
passing on what was learnt: good practice, best practice, lesson, learn from, share learning, knowledge, spread practice, network, case study, kept informed, library of, repository, community of practice, reviews, written up
agreement of a higher body: ministry, national body, supervising body, government department, regulator, national policy, permission, licence, clearance, clear it with, upwards, whitehall, central government, planning permission, board approval, headquarters approval
colleagues and influence: colleague, peer, respected, influence, influential, opinion leader, ambassador, word of mouth, persuade, example of others, early adopter
bringing parties to one table: convene, convenor, bring together, forum, steering group, round table, joint board, coordinate, coordination, conference, summit, taskforce, alliance
one person passed between services: referral, refer, passed on, handed on, hand-off, pathway, case, several services, fragmented, falls through, gap between, excluded, exclusion, drop out, drop-out, discharge, discharged, care leaver, transition, aftercare
needs behind non-attendance: hungry, food, eat, eaten, meal, breakfast, lunch, transport, bus home, fare, childcare, creche, cannot afford, absence, absent, late, lateness, attendance, no-show, miss appointments, turn up, attend, non-attendance
the whole of somebody's life: whole family, family needs, home, neighbourhood, circumstances, beyond the service, holistic, poverty, health and, other needs, living conditions, social needs
small visible first steps: small, visible, quick win, early win, first thing, start small, small improvement, early result, landmark, concrete, modest, within months, masterplan, ten year, larger plan
discouraged people: discouraged, expect nothing, disillusioned, no longer answer, apathy, apathetic, demoralised, given up, promises broken, lack confidence, low expectations, keep their distance, avoid
people running things themselves: self-manage, self-managed, community-run, asset transfer, resident-run, tenant management, run by, run it themselves, user-led, self-help, volunteer-run, take over the running, own venture
an experienced companion: experienced, mentor, mentoring, guide, established body, established organisation, pair, twinned, buddy, expertise, support from
preventing rather than reacting: prevent, prevention, preventive, early intervention, early sign, root cause, upstream, reactive, react, emergency, first sign, before it happens, persistent, solve, same problem
what several bodies spend on one group: total spend, spend on, spending of all, costs of all, map spending, who spends, sum of money, combined cost, rough sleeper, same people, troubled families, high-cost, frequent attender
a second attempt: second attempt, try again, again, previous attempt, earlier attempt, first attempt, relaunch, last time, revive, disappointing, abandoned, went back, reverted
joint inspections and teams: joint inspection, joint team, mixed team, one team, cross-team, secondee, task force, all levels, multidisciplinary, small team
pressure from outside: new law, legislation, statutory, directive, court ruling, inquiry, safety standard, crisis, budget cut, forced, obliged, new requirement, scandal, deadline in law
price and level of service: price, charge, fee, tariff, level of service, pay more, choice of service, value for money, rent, subscription, ticket
freeing time and people: freed, set free, released, redeploy, redirect, reinvest, reallocate, save posts, time saved, new roles, capacity released
""".strip()


Cue = tuple[str, ...]


@dataclass(frozen=True)
class Thesaurus:
    """The concepts by name, in order, each with its cues: the words of a phrase, and the stems of these."""

    names: tuple[str, ...]
    cues: tuple[tuple[Cue, ...], ...]
    by_stem: Mapping[str, tuple[tuple[Cue, int], ...]]

    @classmethod
    def of(cls, text: str) -> Thesaurus:
        """Return the thesaurus that ``text`` holds, a concept to a line: a name, a colon, and cues between commas."""
        lines = [line.partition(":") for line in text.strip().splitlines()]
        cues = [tuple(dict.fromkeys(tuple(words(cue)) for cue in listed.split(","))) for _, _, listed in lines]
        distinct = sorted({word for own in cues for cue in own for word in cue})
        stem = dict(zip(distinct, stems(distinct), strict=True))
        by_stem: dict[str, dict[tuple[Cue, int], None]] = {}
        for concept, own in enumerate(cues):
            for cue in own:
                stemmed = tuple(stem[word] for word in cue)
                by_stem.setdefault(stemmed[0], {})[stemmed, concept] = None
        return cls(tuple(name for name, _, _ in lines), tuple(cues), {key: tuple(one) for key, one in by_stem.items()})

    def found(self, spoken: Sequence[str], stemmed: Sequence[str]) -> dict[int, dict[Cue, int]]:
        """Return the concepts of a text, given as its words in order and their stems: each with its cues and where each first begins.

        A function word is no cue by itself, though it may share the stem of one, as "will" does with "willing".
        """
        found: dict[int, dict[Cue, int]] = {}
        for place, stem in enumerate(stemmed):
            for cue, concept in self.by_stem.get(stem, ()):
                alone = len(cue) == 1 and spoken[place] not in STOP_WORDS
                if alone or (len(cue) > 1 and tuple(stemmed[place : place + len(cue)]) == cue):
                    found.setdefault(concept, {}).setdefault(cue, place)
        return found

    def expression(self, concept: int) -> str:
        """Return the expression of a full-text index that finds the texts of a concept."""
        return any_of(self.cues[concept])


@cache
def thesaurus() -> Thesaurus:
    """Return the thesaurus; it is made once, for its words take some time to stem."""
    return Thesaurus.of(ENGLISH)
