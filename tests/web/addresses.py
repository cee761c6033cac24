"""An address of every route of a site, ours, Datasette's of both lines and other plugins'; ``{…}`` stands for what the library has, each once; apart by white space."""

OURS = """
/ /-/healthz /-/readyz /data /data.json /data/lessons.db /data/lessons.db.sha256 /data/sql /data/sql.csv /data/sql.json /data/{table}
/data/sql?sql=select+title+from+reviews /data/sql.csv?sql=select+title+from+reviews /data/sql.json?sql=select+title+from+reviews
/search /search?q=write /search.json?q=write /search.csv /search.atom /search.feed.json /suggest.json?q=wri
/charts /charts?q=write /outcomes /outcomes.csv /outcomes.json /new /recurring /missions
/compare?lesson={lesson_id} /compare.md?lesson={lesson_id} /compare.csv?lesson={lesson_id} /compare.docx?lesson={lesson_id}
/brief /brief.json /contribute /contribute/file /contribute/review.docx /contribute/review.xlsx /use /correct /correct?id={review}
/reviews /reviews.json /reviews.atom /reviews.feed.json
/reviews/{review} /reviews/{review}.md /reviews/{review}.json /reviews/{review}.bib /reviews/{review}.ris /reviews/{review}.csl.json
/reviews/{lesson} /reviews/{lesson}.md /reviews/{lesson}.json /reviews/{lesson}.bib /reviews/{lesson}.ris /reviews/{lesson}.csl.json /reviews/{lesson}/use
/reviews/{moved} /reviews/nothing
/uses /uses.atom /uses.feed.json /uses/{use} /uses/{use}.md /uses/{use}.json /uses/{use}.bib /uses/{use}.ris /uses/{use}.csl.json
/browse /browse/{scheme} /browse/{term} /organisations /organisations/{organisation} /people/somebody /people/somebody.json
/open /audit /audit.json /audit/{organisation} /audit/{organisation}.json
/schema.json /schema-of-uses.json /vocabulary.yml /openapi.json /robots.txt /sitemap.xml /sitemap/1.xml /opensearch.xml /help /help/deploying
/-/lessons/nothing /nothing /lessons.db
"""

# {native} is the name of the database in addresses of Datasette's own.
NATIVE = """
/.json /favicon.ico /-/static/app.css /:memory: /-/metadata /-/metadata.json /-/versions /-/versions.json /-/plugins /-/plugins.json /-/settings /-/settings.json
/-/config /-/config.json /-/threads /-/threads.json /-/databases /-/databases.json /-/actor /-/actor.json /-/auth-token /-/logout /-/patterns /-/openapi.json
/-/permissions /-/messages /-/allow-debug
/-/static-plugins/lessons-learned-unit/nothing /-/static-plugins/lessons_learned_unit/nothing
/{native} /{native}.json /{native}.csv /{native}.db /{native}?sql=select+title+from+reviews /{native}.json?sql=select+title+from+reviews
/{native}.csv?sql=select+title+from+reviews /{native}/reviews /{native}/reviews.json /{native}/{table}.json?_shape=array /{native}/reviews.csv?_stream=on
/{native}/reviews/{review} /{native}/reviews/{review}.json /{native}/missed_targets /{native}/missed_targets.json
"""

NATIVE_1 = """
/- /-/ /-/.json /-/tasks /-/tasks.json /-/actions /-/create-token /-/api /-/jump /-/jump.json?q=bare /-/queries /-/queries.json /-/tables /-/tables.json
/-/schema /-/schema.json /-/schema.md /-/allowed /-/allowed.json /-/rules /-/rules.json /-/check /-/check.json /-/debug/autocomplete
/{native}/-/create /{native}/-/foreign-key-targets /{native}/-/queries /{native}/-/queries.json /{native}/-/queries/analyze /{native}/-/queries/store
/{native}/-/execute-write /{native}/-/execute-write/analyze /{native}/-/schema /{native}/-/schema.json /{native}/-/schema.md /{native}/-/query/parameters?sql=select+1
/{native}/-/query?sql=select+title+from+reviews /{native}/-/query.json?sql=select+title+from+reviews /{native}/-/query.csv?sql=select+title+from+reviews
/{native}/missed_targets/-/definition /{native}/missed_targets/-/edit /{native}/missed_targets/-/update /{native}/missed_targets/-/delete
/{native}/reviews/-/insert /{native}/reviews/-/upsert /{native}/reviews/-/alter /{native}/reviews/-/foreign-key-suggestions /{native}/reviews/-/set-column-type
/{native}/reviews/-/count /{native}/reviews/-/fragment?_row=bare /{native}/reviews/-/autocomplete?q=bare /{native}/reviews/-/drop
/{native}/reviews/-/schema /{native}/reviews/-/schema.json /{native}/reviews/-/schema.md /{native}/reviews/{review}/-/delete /{native}/reviews/{review}/-/update
"""
