-- A database as the first released tables have it, written out by sqlite3's iterdump.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
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
	corrects VARCHAR(64), 
	CONSTRAINT pk_fact PRIMARY KEY (person_id, id), 
	CONSTRAINT ck_fact_ck_fact_withdrawal_names_what CHECK (payload IS NOT NULL OR corrects IS NOT NULL), 
	CONSTRAINT uq_fact_person_id_corrects UNIQUE (person_id, corrects), 
	CONSTRAINT fk_fact_person_id_corrects FOREIGN KEY(person_id, corrects) REFERENCES fact (person_id, id), 
	CONSTRAINT fk_fact_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_fact_person_id_raw_sha256 FOREIGN KEY(person_id, raw_sha256) REFERENCES raw_file (person_id, sha256)
);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','01a1ed59-1240-7000-845e-90609a870054','profile','2026-11-18 06:30:00.000000','2026-11-18 06:30:00.000000','{"birth_year": 1989, "sex": "F", "country": "NO", "height_m": null, "mass_kg": null, "pregnant": null, "postpartum": null, "medicines": [], "supplements": [], "conditions": [], "sports": []}','profile',NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','01a1ed59-1240-7000-af7a-6e8909ecf54e','day','2026-11-18 00:00:00.000000','2026-11-18 06:30:00.000000','{"day": "2026-11-18", "fatigue_0_10": 6, "heaviness_0_10": null, "stiffness_0_10": null, "sleep_h": null, "sleep_quality_0_10": null, "stress_0_10": null, "mood_0_10": null, "motivation_0_10": null, "fog_0_10": null, "sitting_h": null, "standing_h": null, "marks": [], "source": "check-in"}','check-in',NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','01a1ed59-1240-7004-9027-28d3dabcdf86','site','2026-11-18 06:30:00.000000','2026-11-18 06:30:00.000001','{"site": "quads", "side": "left", "soreness_0_10": 4, "at": "2026-11-18T07:30:00+01:00", "signs": []}','body map',NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','01a1ed59-1240-7008-bf89-bdd68e9b763f','answer','2026-11-18 06:30:00.000000','2026-11-18 06:30:00.000002','{"finding": "fever", "state": "absent", "at": "2026-11-18T07:30:00+01:00", "value": null, "source": "check-in", "sure": true}','check-in',NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','a9dd9d26ec4460de4192205adb5b024a4f1a54330d0db8f27b26cb74eba05a88','observation','2026-11-16 05:00:00.000000','2026-11-18 06:30:00.000000','{"signal": "hr_rest_bpm", "value": 48.0, "unit": "bpm", "at": "2026-11-16T06:00:00+01:00", "source": "intervals.icu"}','intervals.icu','a7a1104d09d9a9e0a4516d924e5acf0977e91b3207d28efb285038c49dcd3316',NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','188d877a71db2da25a72c604d9854298c4eccad2e75b9df547ef17b821bd7711','day','2026-11-16 00:00:00.000000','2026-11-18 06:30:00.000000','{"day": "2026-11-16", "fatigue_0_10": null, "heaviness_0_10": null, "stiffness_0_10": null, "sleep_h": 7.5, "sleep_quality_0_10": null, "stress_0_10": null, "mood_0_10": null, "motivation_0_10": null, "fog_0_10": null, "sitting_h": null, "standing_h": null, "marks": [], "source": "intervals.icu"}','intervals.icu','a7a1104d09d9a9e0a4516d924e5acf0977e91b3207d28efb285038c49dcd3316',NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','8d0ab1eae8c69431db364e6c6dc89720bc69ecb370db652f944bf1bfb5ede653','observation','2026-11-17 05:00:00.000000','2026-11-18 06:30:00.000000','{"signal": "hr_rest_bpm", "value": 60.0, "unit": "bpm", "at": "2026-11-17T06:00:00+01:00", "source": "intervals.icu"}','intervals.icu','a7a1104d09d9a9e0a4516d924e5acf0977e91b3207d28efb285038c49dcd3316',NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','5ab30ab2a6cdbf8060b7fb60331f5f350cd12a2d3d544070882d4afec89041e4','day','2026-11-17 00:00:00.000000','2026-11-18 06:30:00.000000','{"day": "2026-11-17", "fatigue_0_10": null, "heaviness_0_10": null, "stiffness_0_10": null, "sleep_h": 2.0, "sleep_quality_0_10": null, "stress_0_10": null, "mood_0_10": null, "motivation_0_10": null, "fog_0_10": null, "sitting_h": null, "standing_h": null, "marks": [], "source": "intervals.icu"}','intervals.icu','a7a1104d09d9a9e0a4516d924e5acf0977e91b3207d28efb285038c49dcd3316',NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','31e06c69b46320529e44afc02c4f2a371a9db23aebe0d8400d8fe6d37e85a449','observation','2026-11-17 05:00:00.000000','2026-11-18 08:30:00.000000','{"signal": "hr_rest_bpm", "value": 50.0, "unit": "bpm", "at": "2026-11-17T06:00:00+01:00", "source": "intervals.icu"}','intervals.icu','c3375cb3f094d91d99370ea3f280b0689c23f065729ac0519fc244ef22c3842c',NULL,'8d0ab1eae8c69431db364e6c6dc89720bc69ecb370db652f944bf1bfb5ede653');
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','4a41f4a55a022affe843b7b543442fcc68bd2d14cf295b5602af4df3efe03f3b','day','2026-11-17 00:00:00.000000','2026-11-18 08:30:00.000000','{"day": "2026-11-17", "fatigue_0_10": null, "heaviness_0_10": null, "stiffness_0_10": null, "sleep_h": 7.0, "sleep_quality_0_10": null, "stress_0_10": null, "mood_0_10": null, "motivation_0_10": null, "fog_0_10": null, "sitting_h": null, "standing_h": null, "marks": [], "source": "intervals.icu"}','intervals.icu','c3375cb3f094d91d99370ea3f280b0689c23f065729ac0519fc244ef22c3842c',NULL,'5ab30ab2a6cdbf8060b7fb60331f5f350cd12a2d3d544070882d4afec89041e4');
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','e07dcb5baaacde5d90e8e4f3b40460a6ed5583e9ff472a646d5ff898925f730b','session','2026-11-14 08:00:00.000000','2026-11-18 09:30:00.000000','{"started_at": "2026-11-14T08:00:00+00:00", "duration_s": 39.0, "sport": "run", "rpe_cr10": 4.0, "distance_m": 97.5, "ascent_m": 20.0, "descent_m": 0.0, "avg_hr_bpm": 123.0, "max_hr_bpm": 126.0, "muscle_groups": null, "source": "run.fit", "device": "", "sets": []}','run.fit','4f65c4e9ab698cc37811db6da3295b1327e0cca057f782fc1860eb18e977c942','f1b57cc105ecedda20ebb5596c43175aea2eb6674094604cccaeb9d2e1b2c702',NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','01a1edfd-ddc0-7000-b705-f1441bf35cdf','observation','2026-11-16 05:00:00.000000','2026-11-18 09:30:00.000000','{"signal": "hr_rest_bpm", "value": 47, "unit": "bpm", "at": "2026-11-16T06:00:00+01:00", "source": "intervals.icu"}','intervals.icu',NULL,NULL,'a9dd9d26ec4460de4192205adb5b024a4f1a54330d0db8f27b26cb74eba05a88');
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','01a1edfd-ddc0-7000-8c5c-6165aa3f00ac','session','2026-11-14 08:00:00.000000','2026-11-18 09:30:00.000000','{"started_at": "2026-11-14T08:00:00+00:00", "duration_s": 39.0, "sport": "run", "rpe_cr10": 9.0, "distance_m": 97.5, "ascent_m": 20.0, "descent_m": 0.0, "avg_hr_bpm": 123.0, "max_hr_bpm": 126.0, "muscle_groups": null, "source": "run.fit", "device": "", "sets": []}','run.fit',NULL,'f1b57cc105ecedda20ebb5596c43175aea2eb6674094604cccaeb9d2e1b2c702','e07dcb5baaacde5d90e8e4f3b40460a6ed5583e9ff472a646d5ff898925f730b');
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','01a1edfd-ddc0-7000-b5bb-ad1f1739164a','session','2026-11-14 08:00:00.000000','2026-11-18 09:30:00.000000','{"started_at": "2026-11-14T08:00:00+00:00", "duration_s": 39.0, "sport": "run", "rpe_cr10": 8.0, "distance_m": 97.5, "ascent_m": 20.0, "descent_m": 0.0, "avg_hr_bpm": 123.0, "max_hr_bpm": 126.0, "muscle_groups": null, "source": "run.fit", "device": "", "sets": []}','run.fit',NULL,'f1b57cc105ecedda20ebb5596c43175aea2eb6674094604cccaeb9d2e1b2c702','01a1edfd-ddc0-7000-8c5c-6165aa3f00ac');
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','01a1edfd-ddc0-7000-9329-19a160a92973','answer','2026-11-18 09:30:00.000000','2026-11-18 09:30:00.000000','{"finding": "rigors", "state": "present", "at": "2026-11-18T10:30:00+01:00", "value": null, "source": "check-in", "sure": true}','check-in',NULL,NULL,NULL);
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','01a1edfd-ddc0-7000-9264-7246c57ec05f','answer','2026-11-18 09:30:00.000000','2026-11-18 09:30:00.000000',NULL,'correction',NULL,NULL,'01a1edfd-ddc0-7000-9329-19a160a92973');
INSERT INTO "fact" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','01a1edfd-ddc0-7004-a7a4-a46bce5599ac','lab','2026-11-18 09:30:00.000000','2026-11-18 09:30:00.000001','{"analyte": "ferritin", "value": 12, "unit": "ug/L", "at": "2026-11-18T10:30:00+01:00", "comparator": null, "source": "typed", "written": ""}','typed',NULL,NULL,NULL);
CREATE TABLE import_run (
	person_id VARCHAR(36) NOT NULL, 
	raw_sha256 VARCHAR(64) NOT NULL, 
	reader TEXT NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	attempts INTEGER NOT NULL, 
	recordings INTEGER NOT NULL, 
	added INTEGER NOT NULL, 
	known INTEGER NOT NULL, 
	problems JSON NOT NULL, 
	CONSTRAINT pk_import_run PRIMARY KEY (person_id, raw_sha256), 
	CONSTRAINT ck_import_run_ck_import_run_state CHECK (state IN ('pending', 'done')), 
	CONSTRAINT fk_import_run_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_import_run_person_id_raw_sha256 FOREIGN KEY(person_id, raw_sha256) REFERENCES raw_file (person_id, sha256)
);
INSERT INTO "import_run" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','a7a1104d09d9a9e0a4516d924e5acf0977e91b3207d28efb285038c49dcd3316','unweary 0.1.0','done',1,0,4,0,'[]');
INSERT INTO "import_run" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','f85ec2efda10015b302b8a5e04df2360d91e218bf4ddce9db7f4a78a64d12f54','unweary 0.1.0','done',1,1,1,0,'[]');
INSERT INTO "import_run" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','c3375cb3f094d91d99370ea3f280b0689c23f065729ac0519fc244ef22c3842c','unweary 0.1.0','done',1,0,2,2,'[]');
INSERT INTO "import_run" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','4f65c4e9ab698cc37811db6da3295b1327e0cca057f782fc1860eb18e977c942','unweary 0.1.0','done',1,1,1,0,'[]');
INSERT INTO "import_run" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','a84a632ad072484e0d3335a7c9426c70d9ede7582328a0e8ac0fcaeca40147e0','unweary 0.1.0','pending',0,0,0,0,'[]');
CREATE TABLE person (
	id VARCHAR(36) NOT NULL, 
	name TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT uq_person_name UNIQUE (name)
);
INSERT INTO "person" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','me','2026-11-18 06:30:00.000000');
CREATE TABLE raw_file (
	person_id VARCHAR(36) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_raw_file PRIMARY KEY (person_id, sha256), 
	CONSTRAINT fk_raw_file_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "raw_file" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','a7a1104d09d9a9e0a4516d924e5acf0977e91b3207d28efb285038c49dcd3316',64,'wellness.csv','2026-11-18 06:30:00.000000');
INSERT INTO "raw_file" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','f85ec2efda10015b302b8a5e04df2360d91e218bf4ddce9db7f4a78a64d12f54',16,'2026-11-17 06-40-00.txt','2026-11-18 07:30:00.000000');
INSERT INTO "raw_file" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','c3375cb3f094d91d99370ea3f280b0689c23f065729ac0519fc244ef22c3842c',65,'wellness-2.csv','2026-11-18 08:30:00.000000');
INSERT INTO "raw_file" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','4f65c4e9ab698cc37811db6da3295b1327e0cca057f782fc1860eb18e977c942',1060,'run.fit','2026-11-18 09:30:00.000000');
INSERT INTO "raw_file" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','a84a632ad072484e0d3335a7c9426c70d9ede7582328a0e8ac0fcaeca40147e0',29,'cut.csv','2026-11-18 09:30:00.000000');
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
INSERT INTO "recording" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','65145be1c92ff4436f745fd1a770fea2073f62fe0be3aabacdb3d93f79551724','f85ec2efda10015b302b8a5e04df2360d91e218bf4ddce9db7f4a78a64d12f54','2026-11-17 05:40:00.000000','rr','unknown','2026-11-17 06-40-00.txt',NULL,X'789CAB564ACECF29CDCD2B56B28A562A2A8ACF2D568AD5512ACA2F070998C4D672316001091F347E74767476380001004E5F1094');
INSERT INTO "recording" VALUES('01a1ed59-1240-7000-82cf-3bac2fd246e2','f1b57cc105ecedda20ebb5596c43175aea2eb6674094604cccaeb9d2e1b2c702','4f65c4e9ab698cc37811db6da3295b1327e0cca057f782fc1860eb18e977c942','2026-11-14 08:00:00.000000','activity','development 0','run.fit','{"started_at": "2026-11-14T08:00:00+00:00", "duration_s": 39.0, "sport": "run", "rpe_cr10": 4.0, "distance_m": 97.5, "ascent_m": 20.0, "descent_m": 0.0, "avg_hr_bpm": 123.0, "max_hr_bpm": 126.0, "muscle_groups": null, "source": "run.fit", "device": "", "sets": []}',X'789CAB564ACECF29CDCD2B56B28A564ACC29C92C294D498DCF55D2514A4E4C49CD4B4E8D2F2A00F152328B4B12415C1027A3283E092C5A5C909A9A129F1B5F0C649700C9581DA5A2FC72905926063AA828B6968B610643065178B880990C6944E1E10246FD3BEADFE1E45F4987B48699079E11A21B880450531BC0D0A1E100023B3C68503890C0B0004A43C40952540310173544424114144443410C14C442412891808145444E4553CFD0C4CCD2DACEC1D1C9C5D5CDDDD3CBDBC7CF3F202030282838242434342C3C3C220E08E2E3E309522C4402860F0C1C022212320A4A2A6A1A5A3A7A068646C626A666E6169656D636B676F60E0E8E8E4E4ECECE0E54060CD43690587BED895307002F3E0D88');
CREATE INDEX ix_recording_person_id_started_at ON recording (person_id, started_at);
CREATE INDEX ix_fact_person_id_kind_at ON fact (person_id, kind, at);
COMMIT;
