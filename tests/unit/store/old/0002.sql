-- A database as revision 0002 has it, written out by sqlite3's iterdump.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE fact (
	person_id VARCHAR(36) NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	at DATETIME NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	payload JSON, 
	source TEXT NOT NULL, 
	raw_sha256 VARCHAR(64), 
	origin VARCHAR(64), 
	corrects VARCHAR(64), about TEXT, told INTEGER, 
	CONSTRAINT pk_fact PRIMARY KEY (person_id, id), 
	CONSTRAINT ck_fact_ck_fact_withdrawal_names_what CHECK (payload IS NOT NULL OR corrects IS NOT NULL), 
	CONSTRAINT uq_fact_person_id_corrects UNIQUE (person_id, corrects), 
	CONSTRAINT fk_fact_person_id_corrects FOREIGN KEY(person_id, corrects) REFERENCES fact (person_id, id), 
	CONSTRAINT fk_fact_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_fact_person_id_raw_sha256 FOREIGN KEY(person_id, raw_sha256) REFERENCES raw_file (person_id, sha256)
);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1ed59-1240-7000-a9ad-408df3bc1422','profile','2026-11-18 06:30:00.000000','2026-11-18 06:30:00.000000','{"birth_year": 1989, "sex": "F", "country": "NO", "height_m": null, "mass_kg": null, "pregnant": null, "postpartum": null, "medicines": [], "supplements": [], "conditions": [], "sports": []}','profile',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1ed59-1240-7000-be90-fcf9ac98cb49','day','2026-11-18 00:00:00.000000','2026-11-18 06:30:00.000000','{"day": "2026-11-18", "fatigue_0_10": 6, "heaviness_0_10": null, "stiffness_0_10": null, "sleep_h": null, "sleep_quality_0_10": null, "stress_0_10": null, "mood_0_10": null, "motivation_0_10": null, "fog_0_10": null, "sitting_h": null, "standing_h": null, "marks": ["sick"], "source": "check-in"}','check-in',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1ed59-1240-7004-ae1e-4b8c54589785','site','2026-11-18 06:30:00.000000','2026-11-18 06:30:00.000001','{"site": "quads", "side": "left", "soreness_0_10": 4, "at": "2026-11-18T07:30:00+01:00", "signs": []}','body map',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1ed59-1240-7008-a015-7c924e6def3d','answer','2026-11-18 06:30:00.000000','2026-11-18 06:30:00.000002','{"finding": "fever", "state": "absent", "at": "2026-11-18T07:30:00+01:00", "value": null, "source": "check-in", "sure": true}','check-in',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','a9dd9d26ec4460de4192205adb5b024a4f1a54330d0db8f27b26cb74eba05a88','observation','2026-11-16 05:00:00.000000','2026-11-18 06:30:00.000000','{"signal": "hr_rest_bpm", "value": 48.0, "unit": "bpm", "at": "2026-11-16T06:00:00+01:00", "source": "intervals.icu"}','intervals.icu','32e84aeccbf75a92e9328ce9b5a1b1cf50687b8a24ac4c9dd744376f0f7c5d7e',NULL,NULL,'hr_rest_bpm',1);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','188d877a71db2da25a72c604d9854298c4eccad2e75b9df547ef17b821bd7711','day','2026-11-16 00:00:00.000000','2026-11-18 06:30:00.000000','{"day": "2026-11-16", "fatigue_0_10": null, "heaviness_0_10": null, "stiffness_0_10": null, "sleep_h": 7.5, "sleep_quality_0_10": null, "stress_0_10": null, "mood_0_10": null, "motivation_0_10": null, "fog_0_10": null, "sitting_h": null, "standing_h": null, "marks": [], "source": "intervals.icu"}','intervals.icu','32e84aeccbf75a92e9328ce9b5a1b1cf50687b8a24ac4c9dd744376f0f7c5d7e',NULL,NULL,'day,sleep_h,source',1);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','8d0ab1eae8c69431db364e6c6dc89720bc69ecb370db652f944bf1bfb5ede653','observation','2026-11-17 05:00:00.000000','2026-11-18 06:30:00.000000','{"signal": "hr_rest_bpm", "value": 60.0, "unit": "bpm", "at": "2026-11-17T06:00:00+01:00", "source": "intervals.icu"}','intervals.icu','32e84aeccbf75a92e9328ce9b5a1b1cf50687b8a24ac4c9dd744376f0f7c5d7e',NULL,NULL,'hr_rest_bpm',1);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','5ab30ab2a6cdbf8060b7fb60331f5f350cd12a2d3d544070882d4afec89041e4','day','2026-11-17 00:00:00.000000','2026-11-18 06:30:00.000000','{"day": "2026-11-17", "fatigue_0_10": null, "heaviness_0_10": null, "stiffness_0_10": null, "sleep_h": 2.0, "sleep_quality_0_10": null, "stress_0_10": null, "mood_0_10": null, "motivation_0_10": null, "fog_0_10": null, "sitting_h": null, "standing_h": null, "marks": [], "source": "intervals.icu"}','intervals.icu','32e84aeccbf75a92e9328ce9b5a1b1cf50687b8a24ac4c9dd744376f0f7c5d7e',NULL,NULL,'day,sleep_h,source',1);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','31e06c69b46320529e44afc02c4f2a371a9db23aebe0d8400d8fe6d37e85a449','observation','2026-11-17 05:00:00.000000','2026-11-18 08:30:00.000000','{"signal": "hr_rest_bpm", "value": 50.0, "unit": "bpm", "at": "2026-11-17T06:00:00+01:00", "source": "intervals.icu"}','intervals.icu','e211046484d34c2252912ef743045ceacad5215c59db5f729047ebf25f40de90',NULL,NULL,'hr_rest_bpm',3);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','4a41f4a55a022affe843b7b543442fcc68bd2d14cf295b5602af4df3efe03f3b','day','2026-11-17 00:00:00.000000','2026-11-18 08:30:00.000000','{"day": "2026-11-17", "fatigue_0_10": null, "heaviness_0_10": null, "stiffness_0_10": null, "sleep_h": 7.0, "sleep_quality_0_10": null, "stress_0_10": null, "mood_0_10": null, "motivation_0_10": null, "fog_0_10": null, "sitting_h": null, "standing_h": null, "marks": [], "source": "intervals.icu"}','intervals.icu','e211046484d34c2252912ef743045ceacad5215c59db5f729047ebf25f40de90',NULL,NULL,'day,sleep_h,source',3);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','07893e04affedb8e50b106500a97f56945e33536eeb608feb9e3ba4bf2552880','session','2026-11-14 08:00:00.000000','2026-11-18 09:30:00.000000','{"started_at": "2026-11-14T08:00:00+00:00", "duration_s": 39.0, "sport": "run", "rpe_cr10": 4.0, "distance_m": 97.5, "ascent_m": 5.0, "descent_m": 1.0, "avg_hr_bpm": 122.0, "max_hr_bpm": 124.0, "muscle_groups": null, "source": "run.fit", "device": "", "sets": []}','run.fit','e3f5ab3cc8d59ac700460454da4a2204b868117f87489f2a459805eba56987bc','949c2dee39b6106aada4d910abf40bb06b4662f6967e5e9dc1f30dc580608ee9',NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','4c3dcfb6f0b82dda2ba7969dc070346809782fa10ead2645ff17c1809ec68bd4','observation','2026-11-15 05:00:00.000000','2026-11-18 09:30:00.000000','{"signal": "hr_rest_bpm", "value": 99.0, "unit": "bpm", "at": "2026-11-15T06:00:00+01:00", "source": "intervals.icu"}','intervals.icu','fb2be7dfa6a1b346f347e88d16d32c573dd18d1a1415b546c3ad375363e97284',NULL,NULL,'hr_rest_bpm',5);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1edfd-ddc0-7000-96ea-952fea8c3a4a','observation','2026-11-16 05:00:00.000000','2026-11-18 09:30:00.000000','{"signal": "hr_rest_bpm", "value": 47, "unit": "bpm", "at": "2026-11-16T06:00:00+01:00", "source": "intervals.icu"}','intervals.icu','32e84aeccbf75a92e9328ce9b5a1b1cf50687b8a24ac4c9dd744376f0f7c5d7e',NULL,'a9dd9d26ec4460de4192205adb5b024a4f1a54330d0db8f27b26cb74eba05a88',NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1edfd-ddc0-7000-895c-56d49f4da87c','session','2026-11-14 08:00:00.000000','2026-11-18 09:30:00.000000','{"started_at": "2026-11-14T08:00:00+00:00", "duration_s": 39.0, "sport": "run", "rpe_cr10": 8.0, "distance_m": 97.5, "ascent_m": 5.0, "descent_m": 1.0, "avg_hr_bpm": 122.0, "max_hr_bpm": 124.0, "muscle_groups": null, "source": "run.fit", "device": "", "sets": []}','run.fit','e3f5ab3cc8d59ac700460454da4a2204b868117f87489f2a459805eba56987bc','949c2dee39b6106aada4d910abf40bb06b4662f6967e5e9dc1f30dc580608ee9','07893e04affedb8e50b106500a97f56945e33536eeb608feb9e3ba4bf2552880',NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1edfd-ddc0-7000-998e-2135431aa072','answer','2026-11-18 09:30:00.000000','2026-11-18 09:30:00.000000','{"finding": "rigors", "state": "present", "at": "2026-11-18T10:30:00+01:00", "value": null, "source": "check-in", "sure": true}','check-in',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1edfd-ddc0-7000-89de-d17083793c2b','answer','2026-11-18 09:30:00.000000','2026-11-18 09:30:00.000000',NULL,'correction',NULL,NULL,'01a1edfd-ddc0-7000-998e-2135431aa072',NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1edfd-ddc0-7004-8602-459ef6903a63','lab','2026-11-18 09:30:00.000000','2026-11-18 09:30:00.000001','{"analyte": "ferritin", "value": 12, "unit": "ug/L", "at": "2026-11-18T10:30:00+01:00", "comparator": null, "source": "typed", "written": "12 \u00b5g/l"}','typed',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1edfd-ddc0-7008-8ad7-56d53aad49f8','tick','2026-11-18 00:00:00.000000','2026-11-18 09:30:00.000002','{"remedy": "sleep_extension", "day": "2026-11-18", "done": true, "source": "plan"}','plan',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE import_job (
	person_id VARCHAR(36) NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	state VARCHAR(9) NOT NULL, 
	sources JSON NOT NULL, 
	keeps_tracks BOOLEAN NOT NULL, 
	error JSON, 
	report JSON, 
	CONSTRAINT pk_import_job PRIMARY KEY (person_id, id), 
	CONSTRAINT ck_import_job_ck_import_job_state CHECK (state IN ('running', 'done', 'cancelled')), 
	CONSTRAINT fk_import_job_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "import_job" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1ed59-1240-7000-8f25-c398debe3c7f','2026-11-18 06:30:00.000000','2026-11-18 06:30:00.000000','done','[{"path": "/home/me/Downloads/wellness.csv", "name": "", "ours": false}]',1,NULL,'{"added": 4, "known": 0, "problems": [], "files": [{"name": "wellness.csv", "sha256": "32e84aeccbf75a92e9328ce9b5a1b1cf50687b8a24ac4c9dd744376f0f7c5d7e", "size": 64, "added_at": "2026-11-18T06:30:00+00:00", "recordings": 0, "problems": [], "state": "imported", "added": 4, "known": 0, "job_id": "01a1ed59-1240-7000-8f25-c398debe3c7f"}]}');
INSERT INTO "import_job" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1ed90-00c0-7000-a6bf-11a69504a6c7','2026-11-18 07:30:00.000000','2026-11-18 07:30:00.000000','done','[{"path": "/home/me/Downloads/2026-11-17%2006-40-00.txt", "name": "", "ours": false}]',1,NULL,'{"added": 1, "known": 0, "problems": [], "files": [{"name": "2026-11-17 06-40-00.txt", "sha256": "3f82b2457774a312ae4c4033c8e20eff9e1a424172e0b0af9ac120de52dc84a1", "size": 16, "added_at": "2026-11-18T07:30:00+00:00", "recordings": 1, "problems": [], "state": "imported", "added": 1, "known": 0, "job_id": "01a1ed90-00c0-7000-a6bf-11a69504a6c7"}]}');
INSERT INTO "import_job" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1edc6-ef40-7000-adea-eb377a3ba7ce','2026-11-18 08:30:00.000000','2026-11-18 08:30:00.000000','done','[{"path": "/home/me/Downloads/wellness-2.csv", "name": "", "ours": false}]',1,NULL,'{"added": 2, "known": 2, "problems": [], "files": [{"name": "wellness-2.csv", "sha256": "e211046484d34c2252912ef743045ceacad5215c59db5f729047ebf25f40de90", "size": 65, "added_at": "2026-11-18T08:30:00+00:00", "recordings": 0, "problems": [], "state": "imported", "added": 2, "known": 2, "job_id": "01a1edc6-ef40-7000-adea-eb377a3ba7ce"}]}');
INSERT INTO "import_job" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1edfd-ddc0-7000-b929-3af7dcb9e57b','2026-11-18 09:30:00.000000','2026-11-18 09:30:00.000000','done','[{"path": "/home/me/Downloads/run.fit", "name": "", "ours": false}]',1,NULL,'{"added": 1, "known": 0, "problems": [], "files": [{"name": "run.fit", "sha256": "e3f5ab3cc8d59ac700460454da4a2204b868117f87489f2a459805eba56987bc", "size": 691, "added_at": "2026-11-18T09:30:00+00:00", "recordings": 1, "problems": [], "state": "imported", "added": 1, "known": 0, "job_id": "01a1edfd-ddc0-7000-b929-3af7dcb9e57b"}]}');
INSERT INTO "import_job" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1edfd-ddc0-7004-9b82-753f2d0d17e4','2026-11-18 09:30:00.000001','2026-11-18 09:30:00.000000','done','[{"path": "/home/me/Downloads/mistake.csv", "name": "", "ours": false}]',1,NULL,'{"added": 1, "known": 0, "problems": [], "files": [{"name": "mistake.csv", "sha256": "fb2be7dfa6a1b346f347e88d16d32c573dd18d1a1415b546c3ad375363e97284", "size": 29, "added_at": "2026-11-18T09:30:00+00:00", "recordings": 0, "problems": [], "state": "imported", "added": 1, "known": 0, "job_id": "01a1edfd-ddc0-7004-9b82-753f2d0d17e4"}]}');
INSERT INTO "import_job" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','01a1edfd-ddc0-7008-bec5-4cb3e72006c9','2026-11-18 09:30:00.000002','2026-11-18 09:30:00.000000','cancelled','[{"path": "/home/me/Downloads/later.csv", "name": "", "ours": false}]',1,NULL,NULL);
CREATE TABLE import_run (
	person_id VARCHAR(36) NOT NULL, 
	raw_sha256 VARCHAR(64) NOT NULL, 
	reader TEXT NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	attempts INTEGER NOT NULL, 
	recordings INTEGER NOT NULL, 
	added INTEGER NOT NULL, 
	known INTEGER NOT NULL, 
	problems JSON NOT NULL, number INTEGER, job_id VARCHAR(36), partial BOOLEAN DEFAULT 0 NOT NULL, undone_at DATETIME, 
	CONSTRAINT pk_import_run PRIMARY KEY (person_id, raw_sha256), 
	CONSTRAINT ck_import_run_ck_import_run_state CHECK (state IN ('pending', 'done')), 
	CONSTRAINT fk_import_run_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_import_run_person_id_raw_sha256 FOREIGN KEY(person_id, raw_sha256) REFERENCES raw_file (person_id, sha256)
);
INSERT INTO "import_run" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','32e84aeccbf75a92e9328ce9b5a1b1cf50687b8a24ac4c9dd744376f0f7c5d7e','unweary 0.1.0','done',1,0,4,0,'[]',1,'01a1ed59-1240-7000-8f25-c398debe3c7f',0,NULL);
INSERT INTO "import_run" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','3f82b2457774a312ae4c4033c8e20eff9e1a424172e0b0af9ac120de52dc84a1','unweary 0.1.0','done',1,1,1,0,'[]',2,'01a1ed90-00c0-7000-a6bf-11a69504a6c7',0,NULL);
INSERT INTO "import_run" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','e211046484d34c2252912ef743045ceacad5215c59db5f729047ebf25f40de90','unweary 0.1.0','done',1,0,2,2,'[]',3,'01a1edc6-ef40-7000-adea-eb377a3ba7ce',0,NULL);
INSERT INTO "import_run" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','e3f5ab3cc8d59ac700460454da4a2204b868117f87489f2a459805eba56987bc','unweary 0.1.0','done',1,1,1,0,'[]',4,'01a1edfd-ddc0-7000-b929-3af7dcb9e57b',0,NULL);
INSERT INTO "import_run" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','fb2be7dfa6a1b346f347e88d16d32c573dd18d1a1415b546c3ad375363e97284','unweary 0.1.0','done',1,0,1,0,'[]',5,'01a1edfd-ddc0-7004-9b82-753f2d0d17e4',0,'2026-11-18 09:30:00.000000');
INSERT INTO "import_run" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','4f05caabc79d68209ba948fc31592022235f9d65c2fba82c77dcb783f332a609','unweary 0.1.0','pending',0,0,0,0,'[]',NULL,'01a1edfd-ddc0-7008-bec5-4cb3e72006c9',0,NULL);
CREATE TABLE person (
	id VARCHAR(36) NOT NULL, 
	name TEXT NOT NULL, 
	created_at DATETIME NOT NULL, keeps_tracks BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT uq_person_name UNIQUE (name)
);
INSERT INTO "person" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','me','2026-11-18 06:30:00.000000',1);
CREATE TABLE raw_file (
	person_id VARCHAR(36) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_raw_file PRIMARY KEY (person_id, sha256), 
	CONSTRAINT fk_raw_file_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "raw_file" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','32e84aeccbf75a92e9328ce9b5a1b1cf50687b8a24ac4c9dd744376f0f7c5d7e',64,'wellness.csv','2026-11-18 06:30:00.000000');
INSERT INTO "raw_file" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','3f82b2457774a312ae4c4033c8e20eff9e1a424172e0b0af9ac120de52dc84a1',16,'2026-11-17 06-40-00.txt','2026-11-18 07:30:00.000000');
INSERT INTO "raw_file" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','e211046484d34c2252912ef743045ceacad5215c59db5f729047ebf25f40de90',65,'wellness-2.csv','2026-11-18 08:30:00.000000');
INSERT INTO "raw_file" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','e3f5ab3cc8d59ac700460454da4a2204b868117f87489f2a459805eba56987bc',691,'run.fit','2026-11-18 09:30:00.000000');
INSERT INTO "raw_file" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','fb2be7dfa6a1b346f347e88d16d32c573dd18d1a1415b546c3ad375363e97284',29,'mistake.csv','2026-11-18 09:30:00.000000');
INSERT INTO "raw_file" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','4f05caabc79d68209ba948fc31592022235f9d65c2fba82c77dcb783f332a609',29,'cut.csv','2026-11-18 09:30:00.000000');
CREATE TABLE recording (
	person_id VARCHAR(36) NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	raw_sha256 VARCHAR(64) NOT NULL, 
	started_at DATETIME NOT NULL, 
	kind TEXT NOT NULL, 
	device TEXT NOT NULL, 
	source TEXT NOT NULL, 
	session JSON, 
	samples BLOB NOT NULL, 
	CONSTRAINT pk_recording PRIMARY KEY (person_id, id), 
	CONSTRAINT fk_recording_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_recording_person_id_raw_sha256 FOREIGN KEY(person_id, raw_sha256) REFERENCES raw_file (person_id, sha256)
);
INSERT INTO "recording" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','0eae69c2d0e538ffeda9f83d1f91b342e223d8a822e8281a1bea0f942bf38d38','3f82b2457774a312ae4c4033c8e20eff9e1a424172e0b0af9ac120de52dc84a1','2026-11-17 05:40:00.000000','rr','unknown','2026-11-17 06-40-00.txt',NULL,X'789CAB564ACECF29CDCD2B56B28A562A2A8ACF2D568AD5512ACA2F070998C4D672316001091F343674767476380001004BD7104C');
INSERT INTO "recording" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','949c2dee39b6106aada4d910abf40bb06b4662f6967e5e9dc1f30dc580608ee9','e3f5ab3cc8d59ac700460454da4a2204b868117f87489f2a459805eba56987bc','2026-11-14 08:00:00.000000','activity','development','run.fit','{"started_at": "2026-11-14T08:00:00+00:00", "duration_s": 39.0, "sport": "run", "rpe_cr10": 4.0, "distance_m": 97.5, "ascent_m": 5.0, "descent_m": 1.0, "avg_hr_bpm": 122.0, "max_hr_bpm": 124.0, "muscle_groups": null, "source": "run.fit", "device": "", "sets": []}',X'789CAB564ACECF29CDCD2B56B28A564AC92C2E49CC4B4E8DCF55D251CA288A4F2A00314AE28B956275948AF2CB418A4C0C74C028B6968B61148C02DA81063074683880C00E0F1A140E24302C80D220316208E26C6A6060119153D1D4333431B3B4B673707472717573F7F4F2F6F1F30F08080C0A0A0E09090D0D0B0F8F880382782208860F0C1C022212320A4A2A6A1A5A3A7A068646C626A666E6169656D636B676F60E0E8E8E4E4ECECE407F511530D813A70E0022A56BFB');
CREATE TABLE told_again (
	person_id VARCHAR(36) NOT NULL, 
	row_id VARCHAR(64) NOT NULL, 
	raw_sha256 VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_told_again PRIMARY KEY (person_id, row_id, raw_sha256), 
	CONSTRAINT fk_told_again_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_told_again_person_id_raw_sha256 FOREIGN KEY(person_id, raw_sha256) REFERENCES raw_file (person_id, sha256)
);
INSERT INTO "told_again" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','188d877a71db2da25a72c604d9854298c4eccad2e75b9df547ef17b821bd7711','e211046484d34c2252912ef743045ceacad5215c59db5f729047ebf25f40de90');
INSERT INTO "told_again" VALUES('01a1ed59-1240-7000-8b02-3814e4e233e3','a9dd9d26ec4460de4192205adb5b024a4f1a54330d0db8f27b26cb74eba05a88','e211046484d34c2252912ef743045ceacad5215c59db5f729047ebf25f40de90');
CREATE INDEX ix_recording_person_id_started_at ON recording (person_id, started_at);
CREATE INDEX ix_fact_person_id_kind_at ON fact (person_id, kind, at);
CREATE INDEX ix_import_job_person_id_created_at ON import_job (person_id, created_at);
COMMIT;
