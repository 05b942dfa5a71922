SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.deskhours_is_json(given text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    AS $$
BEGIN
  PERFORM given::json;
  RETURN true;
EXCEPTION WHEN others THEN
  RETURN false;
END $$;
CREATE FUNCTION public.deskhours_keep_closed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO '$user', 'public'
    AS $$
DECLARE
  closed text := (SELECT max(month) FROM closed_month);
BEGIN
  IF closed IS NOT NULL THEN
    IF TG_OP <> 'INSERT' AND OLD.ended_at IS NOT NULL
       AND coalesce(OLD.late_in, deskhours_month(OLD.started_at)) <= closed THEN
      RAISE EXCEPTION 'entry % belongs to %, which is closed', OLD.key,
        coalesce(OLD.late_in, deskhours_month(OLD.started_at)) USING ERRCODE = 'DH001';
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.ended_at IS NOT NULL
       AND coalesce(NEW.late_in, deskhours_month(NEW.started_at)) <= closed THEN
      RAISE EXCEPTION 'entry % belongs to %, which is closed', NEW.key,
        coalesce(NEW.late_in, deskhours_month(NEW.started_at)) USING ERRCODE = 'DH001';
    END IF;
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION public.deskhours_key_used(name text, wanted text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$ SELECT EXISTS (SELECT FROM change_row WHERE table_name = name AND key = wanted) $$;
CREATE FUNCTION public.deskhours_me() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$ SELECT agent FROM deskhours_team WHERE login = session_user $$;
CREATE FUNCTION public.deskhours_month(at bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO '$user', 'public'
    AS $$ SELECT to_char(to_timestamp(at) AT TIME ZONE (SELECT timezone FROM desk), 'YYYY-MM') $$;
CREATE FUNCTION public.deskhours_next_id() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO '$user', 'public'
    AS $$
BEGIN
  IF NEW.id IS NULL THEN
    EXECUTE format('SELECT coalesce(max(id), 0) + 1 FROM %I', TG_TABLE_NAME) INTO NEW.id;
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION public.deskhours_role() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$ SELECT CASE WHEN pg_has_role(session_user, (SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = 'deskhours'), 'MEMBER') THEN 'owner' ELSE (SELECT role FROM deskhours_team WHERE login = session_user) END $$;
CREATE FUNCTION public.deskhours_sees_money() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$ SELECT CASE deskhours_role() WHEN 'agent' THEN coalesce((SELECT (document::jsonb ->> 'agents_see_money')::boolean FROM desk), false) ELSE deskhours_role() IS NOT NULL END $$;
CREATE FUNCTION public.deskhours_whole(given text, amounts text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN given IS NULL OR strpos(given, 'u000') = 0 THEN given
    WHEN amounts IS NULL THEN regexp_replace(regexp_replace(regexp_replace(
      replace(replace(replace(replace(given, '"\u0001"', '"1"'), '"\u0002"', '"0"'), '"\u0003"', '0'), '"\u0004"', '0'),
      '(?<!\\)\\u0005', '\\"1\\"', 'g'),
      '(?<!\\)\\u0006', '\\"0\\"', 'g'),
      '(?<!\\)\\u0007', '0', 'g')
    ELSE (
      SELECT string_agg(part || coalesce(amount, ''), '' ORDER BY number)
      FROM unnest(
        regexp_split_to_array(given, '"\\u000[1-4]"|(?<!\\)\\u000[5-7]'), string_to_array(amounts, chr(31))
      ) WITH ORDINALITY AS pieces (part, amount, number)
    )
  END
$$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.absence (
    id bigint NOT NULL,
    agent text NOT NULL COLLATE pg_catalog."C",
    first text NOT NULL COLLATE pg_catalog."C",
    last text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT absence_check CHECK ((last >= first))
);
CREATE TABLE public.agent (
    id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    weekly_minutes bigint NOT NULL,
    archived boolean NOT NULL,
    weekly_hours text COLLATE pg_catalog."C",
    CONSTRAINT agent_weekly_minutes_check CHECK ((weekly_minutes >= 0))
);
CREATE TABLE public.alert (
    id bigint NOT NULL,
    client text NOT NULL COLLATE pg_catalog."C",
    month text NOT NULL COLLATE pg_catalog."C",
    percent bigint NOT NULL,
    reached_at bigint NOT NULL
);
CREATE TABLE public.change (
    id bigint NOT NULL,
    at bigint NOT NULL,
    who text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    undone_at bigint,
    undoes bigint
);
CREATE TABLE public.change_money (
    "row" bigint NOT NULL,
    before text COLLATE pg_catalog."C",
    after text COLLATE pg_catalog."C"
);
CREATE TABLE public.change_row (
    id bigint NOT NULL,
    change_id bigint NOT NULL,
    table_name text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    before text COLLATE pg_catalog."C",
    after text COLLATE pg_catalog."C"
);
CREATE TABLE public.charge (
    id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    client text NOT NULL COLLATE pg_catalog."C",
    date text NOT NULL COLLATE pg_catalog."C",
    description text NOT NULL COLLATE pg_catalog."C",
    quantity bigint NOT NULL,
    contract text COLLATE pg_catalog."C",
    CONSTRAINT charge_quantity_check CHECK ((quantity >= 1))
);
CREATE TABLE public.charge_money (
    "row" bigint NOT NULL,
    unit_price bigint NOT NULL
);
CREATE TABLE public.client (
    id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    tier text COLLATE pg_catalog."C",
    contacts text NOT NULL COLLATE pg_catalog."C",
    domains text NOT NULL COLLATE pg_catalog."C",
    since text COLLATE pg_catalog."C",
    notes text NOT NULL COLLATE pg_catalog."C",
    language text COLLATE pg_catalog."C",
    archived boolean NOT NULL,
    tiers text COLLATE pg_catalog."C",
    paper text COLLATE pg_catalog."C"
);
CREATE TABLE public.closed_month (
    month text NOT NULL COLLATE pg_catalog."C",
    closed_at bigint NOT NULL,
    closed_by text NOT NULL COLLATE pg_catalog."C",
    checks text NOT NULL COLLATE pg_catalog."C",
    seal text COLLATE pg_catalog."C"
);
CREATE TABLE public.contract (
    id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    client text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    starts text NOT NULL COLLATE pg_catalog."C",
    ends text COLLATE pg_catalog."C",
    cancelled text COLLATE pg_catalog."C",
    renews text COLLATE pg_catalog."C",
    document text NOT NULL COLLATE pg_catalog."C",
    snoozed_until text COLLATE pg_catalog."C",
    CONSTRAINT contract_check CHECK (((ends IS NULL) OR (ends >= starts)))
);
CREATE TABLE public.contract_money (
    "row" bigint NOT NULL,
    document text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.desk (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    timezone text NOT NULL COLLATE pg_catalog."C",
    currency text NOT NULL COLLATE pg_catalog."C",
    document text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT desk_id_check CHECK ((id = 1))
);
CREATE TABLE public.desk_money (
    "row" bigint NOT NULL,
    document text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.deskhours (
    id bigint NOT NULL,
    version bigint NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT deskhours_id_check CHECK ((id = 1))
);
CREATE UNLOGGED TABLE public.deskhours_presence (
    agent text NOT NULL COLLATE pg_catalog."C",
    request text NOT NULL COLLATE pg_catalog."C",
    since bigint NOT NULL,
    seen bigint NOT NULL
);
CREATE TABLE public.deskhours_team (
    login text NOT NULL COLLATE pg_catalog."C",
    agent text COLLATE pg_catalog."C",
    role text NOT NULL,
    CONSTRAINT deskhours_team_role_check CHECK ((role = ANY (ARRAY['agent'::text, 'lead'::text, 'viewer'::text])))
);
CREATE TABLE public.entry (
    id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    agent text NOT NULL COLLATE pg_catalog."C",
    client text COLLATE pg_catalog."C",
    request text COLLATE pg_catalog."C",
    work_type text NOT NULL COLLATE pg_catalog."C",
    scope text NOT NULL COLLATE pg_catalog."C",
    started_at bigint NOT NULL,
    ended_at bigint,
    note text NOT NULL COLLATE pg_catalog."C",
    late_in text COLLATE pg_catalog."C",
    alive_at bigint,
    premium text COLLATE pg_catalog."C",
    imported_tool text COLLATE pg_catalog."C",
    imported_id text COLLATE pg_catalog."C",
    told boolean,
    imported_print text COLLATE pg_catalog."C",
    CONSTRAINT entry_check CHECK (((ended_at IS NULL) OR (ended_at >= started_at))),
    CONSTRAINT entry_scope_check CHECK ((scope = ANY (ARRAY['support'::text, 'additional'::text, 'courtesy'::text, 'internal'::text])))
);
CREATE TABLE public.month_money (
    "row" bigint NOT NULL,
    summary text COLLATE pg_catalog."C",
    document text COLLATE pg_catalog."C"
);
CREATE TABLE public.month_record (
    id bigint NOT NULL,
    client text NOT NULL COLLATE pg_catalog."C",
    month text NOT NULL COLLATE pg_catalog."C",
    frozen boolean NOT NULL,
    closing text NOT NULL COLLATE pg_catalog."C",
    summary text NOT NULL COLLATE pg_catalog."C",
    document text COLLATE pg_catalog."C",
    statement bigint
);
CREATE TABLE public.opportunity (
    id bigint NOT NULL,
    client text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    since text COLLATE pg_catalog."C",
    result text NOT NULL COLLATE pg_catalog."C",
    next_on text COLLATE pg_catalog."C"
);
CREATE TABLE public.plan (
    id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    document text NOT NULL COLLATE pg_catalog."C",
    archived boolean NOT NULL
);
CREATE TABLE public.plan_money (
    "row" bigint NOT NULL,
    document text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.request (
    id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    client text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    priority text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    assignee text COLLATE pg_catalog."C",
    cause text COLLATE pg_catalog."C",
    work_type text COLLATE pg_catalog."C",
    reported_at bigint NOT NULL,
    first_response_at bigint,
    resolved_at bigint,
    repeat_of text COLLATE pg_catalog."C",
    outside_scope boolean NOT NULL,
    rework boolean NOT NULL,
    touched_at bigint NOT NULL,
    recurring_contract text COLLATE pg_catalog."C",
    recurring_key text COLLATE pg_catalog."C",
    recurring_starts text COLLATE pg_catalog."C",
    premium text COLLATE pg_catalog."C"
);
CREATE TABLE public.request_event (
    id bigint NOT NULL,
    request text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.request_note (
    id bigint NOT NULL,
    request text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    agent text COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.review (
    id bigint NOT NULL,
    client text NOT NULL COLLATE pg_catalog."C",
    month text NOT NULL COLLATE pg_catalog."C",
    reviewed_at bigint NOT NULL,
    reviewed_by text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.schema_migration (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp without time zone NOT NULL
);
CREATE TABLE public.setting (
    name text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.statement (
    id bigint NOT NULL,
    number bigint NOT NULL,
    client text NOT NULL COLLATE pg_catalog."C",
    month text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    issued_at bigint NOT NULL,
    document text COLLATE pg_catalog."C",
    digest text COLLATE pg_catalog."C"
);
CREATE TABLE public.statement_money (
    "row" bigint NOT NULL,
    document text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.tier (
    id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    document text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.work_type (
    id bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    rates text NOT NULL COLLATE pg_catalog."C",
    archived boolean NOT NULL
);
CREATE TABLE public.work_type_money (
    "row" bigint NOT NULL,
    rates text NOT NULL COLLATE pg_catalog."C"
);
INSERT INTO public.agent VALUES (1, 'dana', 'Dana', 0, false, NULL);
INSERT INTO public.agent VALUES (2, 'mo', 'Mo', 0, false, NULL);
INSERT INTO public.agent VALUES (3, 'vi', 'Vi', 0, false, NULL);
INSERT INTO public.change VALUES (1, 1772614800, 'dana', 'Loaded the desk Desk', 1772614800, NULL);
INSERT INTO public.change VALUES (2, 1772614800, 'dana', 'Closed 2026-02', NULL, NULL);
INSERT INTO public.change VALUES (3, 1772614800, 'mo', 'Started the timer on acme', NULL, NULL);
INSERT INTO public.change_money VALUES (1, NULL, '10000100000000\"100.00\"\"100.00\"');
INSERT INTO public.change_money VALUES (3, NULL, '10000100000000');
INSERT INTO public.change_row VALUES (1, 2, 'month_record', '1', NULL, '{"id":1,"client":"acme","month":"2026-01","frozen":1,"closing":"[[\"k\",0,\"2026-01-01\",0,[[\"2026-01-31\",\"lapsed\",120]]]]","summary":"{\"opening\":0,\"granted\":120,\"drawn\":0,\"lapsed\":120,\"forfeited\":0,\"reversed\":0,\"closing\":0,\"spent_seconds\":0,\"accounted\":0,\"covered\":0,\"unlimited\":0,\"by_sessions\":0,\"overage\":0,\"on_demand\":0,\"additional\":0,\"courtesy_seconds\":0,\"late_accounted\":0,\"total\":\u0007,\"amounts\":{\"fee\":\u0007,\"overage\":\u0007,\"on_demand\":\u0007,\"additional\":\u0007,\"charge\":\u0007},\"usable\":120,\"expiring\":120,\"unlimited_contract\":false,\"worked\":[],\"grants\":[[\"k\",0,\"2026-01-01\",\"2026-01-31\",1,120,0,120]],\"drawn_from\":[]}","document":"{\"client\":\"acme\",\"month\":\"2026-01\",\"closed\":true,\"minutes\":{\"opening\":0,\"granted\":120,\"drawn\":0,\"lapsed\":120,\"forfeited\":0,\"reversed\":0,\"closing\":0,\"spent_seconds\":0,\"accounted\":0,\"covered\":0,\"unlimited\":0,\"by_sessions\":0,\"overage\":0,\"on_demand\":0,\"additional\":0,\"courtesy_seconds\":0,\"late_accounted\":0},\"grants\":[{\"contract\":\"k\",\"allowance\":0,\"unit\":\"minutes\",\"valid_from\":\"2026-01-01\",\"expires_on\":\"2026-01-31\",\"opening\":0,\"granted\":120,\"drawn\":0,\"lapsed\":120,\"forfeited\":0,\"reversed\":0,\"closing\":0}],\"lines\":[{\"kind\":\"fee\",\"contract\":\"k\",\"work_type\":null,\"minutes\":null,\"rate\":null,\"amount\":\u0005,\"late\":false,\"charge\":null}],\"total\":\u0005,\"units\":[]}","statement":null}');
INSERT INTO public.change_row VALUES (2, 2, 'statement', '1', NULL, '{"id":1,"number":1,"client":"acme","month":"2026-02","version":1,"issued_at":1772614800,"document":null,"digest":"8bedac137d0a611004fae38c5aec283d45028b4ad2f3c80f8d4350c5a6977a8f"}');
INSERT INTO public.change_row VALUES (3, 2, 'month_record', '2', NULL, '{"id":2,"client":"acme","month":"2026-02","frozen":1,"closing":"[[\"k\",0,\"2026-02-01\",0,[[\"2026-02-28\",\"lapsed\",30]]]]","summary":"{\"opening\":0,\"granted\":120,\"drawn\":90,\"lapsed\":30,\"forfeited\":0,\"reversed\":0,\"closing\":0,\"spent_seconds\":5400,\"accounted\":90,\"covered\":90,\"unlimited\":0,\"by_sessions\":0,\"overage\":0,\"on_demand\":0,\"additional\":0,\"courtesy_seconds\":0,\"late_accounted\":0,\"total\":\u0007,\"amounts\":{\"fee\":\u0007,\"overage\":\u0007,\"on_demand\":\u0007,\"additional\":\u0007,\"charge\":\u0007},\"usable\":120,\"expiring\":120,\"unlimited_contract\":false,\"worked\":[[\"2026-02\",90,90,0]],\"grants\":[[\"k\",0,\"2026-02-01\",\"2026-02-28\",1,120,90,30]],\"drawn_from\":[[\"k\",90]]}","document":null,"statement":1}');
INSERT INTO public.change_row VALUES (4, 2, 'closed_month', '2026-02', NULL, '{"month":"2026-02","closed_at":1772614800,"closed_by":"dana","checks":"[{\"level\":\"warning\",\"code\":\"no_note\",\"message\":\"E-1 has no note\",\"entry\":\"E-1\",\"request\":null,\"agent\":null,\"day\":null,\"client\":null},{\"level\":\"warning\",\"code\":\"no_request\",\"message\":\"E-1 belongs to no request\",\"entry\":\"E-1\",\"request\":null,\"agent\":null,\"day\":null,\"client\":null}]","seal":"{\"after\":null,\"records\":{\"2026-01\":{\"acme\":\"f6a7cb3390278134\"},\"2026-02\":{\"acme\":\"22afefad6bc3e0e7\"}},\"statements\":{\"1\":\"8bedac137d0a6110\"}}"}');
INSERT INTO public.change_row VALUES (5, 3, 'entry', 'E-4', NULL, '{"id":4,"key":"E-4","agent":"mo","client":"acme","request":"R-1","work_type":"maintenance","scope":"support","started_at":1772614800,"ended_at":null,"note":"","late_in":null,"alive_at":null,"premium":null,"imported_tool":null,"imported_id":null,"told":0,"imported_print":null}');
INSERT INTO public.charge VALUES (1, 'C-1', 'acme', '2026-03-02', 'Work', 1, NULL);
INSERT INTO public.charge_money VALUES (1, 500);
INSERT INTO public.client VALUES (1, 'acme', 'Acme Ltd', NULL, '[]', '[]', NULL, '', NULL, false, NULL, NULL);
INSERT INTO public.closed_month VALUES ('2026-02', 1772614800, 'dana', '[{"level":"warning","code":"no_note","message":"E-1 has no note","entry":"E-1","request":null,"agent":null,"day":null,"client":null},{"level":"warning","code":"no_request","message":"E-1 belongs to no request","entry":"E-1","request":null,"agent":null,"day":null,"client":null}]', '{"after":null,"records":{"2026-01":{"acme":"f6a7cb3390278134"},"2026-02":{"acme":"22afefad6bc3e0e7"}},"statements":{"1":"8bedac137d0a6110"}}');
INSERT INTO public.contract VALUES (1, 'k', 'acme', 'retainer', 'Plan', '2026-01-01', '2026-12-31', NULL, NULL, '{"key":"k","client":"acme","kind":"retainer","name":"Plan","starts":"2026-01-01","ends":"2026-12-31","hours":null,"valid_months":null,"allowances":[{"hours":"2:00","every":"month","work_types":null,"rollover":{"periods":0,"cap":null,"across_renewal":false,"after_end_months":0}}],"covers":null,"rates":{},"rounding":null,"fee":{"amount":"\u0001","every":"month","discount_percent":"0","free_months":0,"billing":"monthly"},"anchor":"calendar","proration":"prorate","renewal":{"mode":"manual","notice_months":1},"cancellation":{"notice_months":1,"fee":null},"renews":null,"cancelled":null,"recurring":[],"bands":null,"premium":null,"free":null,"declined":false,"snoozed_until":null,"statement":null}', NULL);
INSERT INTO public.contract_money VALUES (1, '"100.00"');
INSERT INTO public.desk VALUES (1, 'Desk', 'UTC', 'GBP', '{"name":"Desk","timezone":"UTC","currency":"GBP","hours":{"mon":["09:00-17:00"],"tue":["09:00-17:00"],"wed":["09:00-17:00"],"thu":["09:00-17:00"],"fri":["09:00-17:00"],"sat":[],"sun":[]},"holidays":null,"closed_days":[],"rounding":{"increment":1,"minimum":0,"per":"request_day"},"on_demand_rounding":null,"hourly_cost":null,"support_share":"1.00","bands":[],"premium":"always","free":[],"agents_see_money":false,"payment_days":null,"address":[],"tax_id":null,"bank":[],"footer":null,"logo":null,"tax":[]}');
INSERT INTO public.deskhours VALUES (1, 10, 7);
INSERT INTO public.deskhours_team VALUES ('dana_@', 'dana', 'lead');
INSERT INTO public.deskhours_team VALUES ('mo_@', 'mo', 'agent');
INSERT INTO public.deskhours_team VALUES ('vi_@', 'vi', 'viewer');
INSERT INTO public.entry VALUES (1, 'E-1', 'dana', 'acme', NULL, 'maintenance', 'support', 1770109200, 1770114600, '', NULL, NULL, NULL, NULL, NULL, false, NULL);
INSERT INTO public.entry VALUES (2, 'E-2', 'dana', 'acme', NULL, 'maintenance', 'support', 1772528400, 1772533800, '', NULL, NULL, NULL, NULL, NULL, false, NULL);
INSERT INTO public.entry VALUES (3, 'E-3', 'mo', 'acme', NULL, 'maintenance', 'support', 1772535600, 1772537400, '', NULL, NULL, NULL, NULL, NULL, false, NULL);
INSERT INTO public.entry VALUES (4, 'E-4', 'mo', 'acme', 'R-1', 'maintenance', 'support', 1772614800, NULL, '', NULL, NULL, NULL, NULL, NULL, false, NULL);
INSERT INTO public.month_money VALUES (1, '10000100000000', '"100.00""100.00"');
INSERT INTO public.month_money VALUES (2, '10000100000000', NULL);
INSERT INTO public.month_record VALUES (1, 'acme', '2026-01', true, '[["k",0,"2026-01-01",0,[["2026-01-31","lapsed",120]]]]', '{"opening":0,"granted":120,"drawn":0,"lapsed":120,"forfeited":0,"reversed":0,"closing":0,"spent_seconds":0,"accounted":0,"covered":0,"unlimited":0,"by_sessions":0,"overage":0,"on_demand":0,"additional":0,"courtesy_seconds":0,"late_accounted":0,"total":"\u0003","amounts":{"fee":"\u0003","overage":"\u0004","on_demand":"\u0004","additional":"\u0004","charge":"\u0004"},"usable":120,"expiring":120,"unlimited_contract":false,"worked":[],"grants":[["k",0,"2026-01-01","2026-01-31",1,120,0,120]],"drawn_from":[]}', '{"client":"acme","month":"2026-01","closed":true,"minutes":{"opening":0,"granted":120,"drawn":0,"lapsed":120,"forfeited":0,"reversed":0,"closing":0,"spent_seconds":0,"accounted":0,"covered":0,"unlimited":0,"by_sessions":0,"overage":0,"on_demand":0,"additional":0,"courtesy_seconds":0,"late_accounted":0},"grants":[{"contract":"k","allowance":0,"unit":"minutes","valid_from":"2026-01-01","expires_on":"2026-01-31","opening":0,"granted":120,"drawn":0,"lapsed":120,"forfeited":0,"reversed":0,"closing":0}],"lines":[{"kind":"fee","contract":"k","work_type":null,"minutes":null,"rate":null,"amount":"\u0001","late":false,"charge":null}],"total":"\u0001","units":[]}', NULL);
INSERT INTO public.month_record VALUES (2, 'acme', '2026-02', true, '[["k",0,"2026-02-01",0,[["2026-02-28","lapsed",30]]]]', '{"opening":0,"granted":120,"drawn":90,"lapsed":30,"forfeited":0,"reversed":0,"closing":0,"spent_seconds":5400,"accounted":90,"covered":90,"unlimited":0,"by_sessions":0,"overage":0,"on_demand":0,"additional":0,"courtesy_seconds":0,"late_accounted":0,"total":"\u0003","amounts":{"fee":"\u0003","overage":"\u0004","on_demand":"\u0004","additional":"\u0004","charge":"\u0004"},"usable":120,"expiring":120,"unlimited_contract":false,"worked":[["2026-02",90,90,0]],"grants":[["k",0,"2026-02-01","2026-02-28",1,120,90,30]],"drawn_from":[["k",90]]}', NULL, 1);
INSERT INTO public.request VALUES (1, 'R-1', 'acme', 'Help', '', 'email', 'normal', 'new', NULL, NULL, NULL, 1772355600, NULL, NULL, NULL, false, false, 1772355600, NULL, NULL, NULL, NULL);
INSERT INTO public.schema_migration VALUES (1, '0001_first', '2026-11-26 18:49:06.323438');
INSERT INTO public.schema_migration VALUES (2, '0002_seals', '2026-11-26 18:49:06.328197');
INSERT INTO public.schema_migration VALUES (3, '0003_numbers', '2026-11-26 18:49:06.333219');
INSERT INTO public.schema_migration VALUES (4, '0004_dated', '2026-11-26 18:49:06.334328');
INSERT INTO public.schema_migration VALUES (5, '0005_promised_work', '2026-11-26 18:49:06.335554');
INSERT INTO public.schema_migration VALUES (6, '0006_premium', '2026-11-26 18:49:06.339162');
INSERT INTO public.schema_migration VALUES (7, '0007_whole_book', '2026-11-26 18:49:06.340723');
INSERT INTO public.schema_migration VALUES (8, '0008_told', '2026-11-26 18:49:06.343072');
INSERT INTO public.schema_migration VALUES (9, '0009_imports', '2026-11-26 18:49:06.346184');
INSERT INTO public.schema_migration VALUES (10, '0010_money', '2026-11-26 18:49:06.349549');
INSERT INTO public.statement VALUES (1, 1, 'acme', '2026-02', 1, 1772614800, '{"client":"acme","month":"2026-02","closed":true,"minutes":{"opening":0,"granted":120,"drawn":90,"lapsed":30,"forfeited":0,"reversed":0,"closing":0,"spent_seconds":5400,"accounted":90,"covered":90,"unlimited":0,"by_sessions":0,"overage":0,"on_demand":0,"additional":0,"courtesy_seconds":0,"late_accounted":0},"grants":[{"contract":"k","allowance":0,"unit":"minutes","valid_from":"2026-02-01","expires_on":"2026-02-28","opening":0,"granted":120,"drawn":90,"lapsed":30,"forfeited":0,"reversed":0,"closing":0}],"lines":[{"kind":"fee","contract":"k","work_type":null,"minutes":null,"rate":null,"amount":"\u0001","late":false,"charge":null}],"total":"\u0001","units":[{"entries":["E-1"],"request":null,"work_type":"maintenance","scope":"support","work_date":"2026-02-03","spent_seconds":5400,"accounted":90,"rate":"\u0001","contract":"k","late":false,"draws":[{"contract":"k","allowance":0,"valid_from":"2026-02-01","amount":90}],"covered":90,"unlimited":0,"by_sessions":0,"overage":0,"on_demand":0,"additional":0}]}', '8bedac137d0a611004fae38c5aec283d45028b4ad2f3c80f8d4350c5a6977a8f');
INSERT INTO public.statement_money VALUES (1, '"100.00""100.00""70.00"');
INSERT INTO public.work_type VALUES (1, 'maintenance', 'Maintenance', '[{"from":"2020-01-01","rate":"\u0001"}]', false);
INSERT INTO public.work_type VALUES (2, 'design', 'Design', '[{"from":"2020-01-01","rate":"\u0001"}]', false);
INSERT INTO public.work_type_money VALUES (1, '"70.00"');
INSERT INTO public.work_type_money VALUES (2, '"90.00"');
ALTER TABLE ONLY public.absence
    ADD CONSTRAINT absence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_key_key UNIQUE (key);
ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.alert
    ADD CONSTRAINT alert_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.change_money
    ADD CONSTRAINT change_money_pkey PRIMARY KEY ("row");
ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.change_row
    ADD CONSTRAINT change_row_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_key_key UNIQUE (key);
ALTER TABLE ONLY public.charge_money
    ADD CONSTRAINT charge_money_pkey PRIMARY KEY ("row");
ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_key_key UNIQUE (key);
ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.closed_month
    ADD CONSTRAINT closed_month_pkey PRIMARY KEY (month);
ALTER TABLE ONLY public.contract
    ADD CONSTRAINT contract_key_key UNIQUE (key);
ALTER TABLE ONLY public.contract_money
    ADD CONSTRAINT contract_money_pkey PRIMARY KEY ("row");
ALTER TABLE ONLY public.contract
    ADD CONSTRAINT contract_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_money
    ADD CONSTRAINT desk_money_pkey PRIMARY KEY ("row");
ALTER TABLE ONLY public.desk
    ADD CONSTRAINT desk_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deskhours
    ADD CONSTRAINT deskhours_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deskhours_presence
    ADD CONSTRAINT deskhours_presence_pkey PRIMARY KEY (agent);
ALTER TABLE ONLY public.deskhours_team
    ADD CONSTRAINT deskhours_team_agent_key UNIQUE (agent);
ALTER TABLE ONLY public.deskhours_team
    ADD CONSTRAINT deskhours_team_pkey PRIMARY KEY (login);
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_key_key UNIQUE (key);
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.month_money
    ADD CONSTRAINT month_money_pkey PRIMARY KEY ("row");
ALTER TABLE ONLY public.month_record
    ADD CONSTRAINT month_record_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.opportunity
    ADD CONSTRAINT opportunity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_key_key UNIQUE (key);
ALTER TABLE ONLY public.plan_money
    ADD CONSTRAINT plan_money_pkey PRIMARY KEY ("row");
ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.request_event
    ADD CONSTRAINT request_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_key_key UNIQUE (key);
ALTER TABLE ONLY public.request_note
    ADD CONSTRAINT request_note_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.statement_money
    ADD CONSTRAINT statement_money_pkey PRIMARY KEY ("row");
ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tier
    ADD CONSTRAINT tier_key_key UNIQUE (key);
ALTER TABLE ONLY public.tier
    ADD CONSTRAINT tier_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_type
    ADD CONSTRAINT work_type_key_key UNIQUE (key);
ALTER TABLE ONLY public.work_type_money
    ADD CONSTRAINT work_type_money_pkey PRIMARY KEY ("row");
ALTER TABLE ONLY public.work_type
    ADD CONSTRAINT work_type_pkey PRIMARY KEY (id);
CREATE INDEX absence_agent ON public.absence USING btree (agent);
CREATE UNIQUE INDEX alert_month_client_percent ON public.alert USING btree (month, client, percent);
CREATE INDEX change_row_change_id ON public.change_row USING btree (change_id);
CREATE INDEX change_row_table_name_key ON public.change_row USING btree (table_name, key);
CREATE INDEX charge_client_date ON public.charge USING btree (client, date);
CREATE INDEX charge_date_client ON public.charge USING btree (date, client);
CREATE INDEX client_tier ON public.client USING btree (tier);
CREATE INDEX contract_client ON public.contract USING btree (client);
CREATE UNIQUE INDEX contract_renews ON public.contract USING btree (renews);
CREATE INDEX entry_agent_started_at_ended_at ON public.entry USING btree (agent, started_at, ended_at);
CREATE INDEX entry_client_started_at_ended_at ON public.entry USING btree (client, started_at, ended_at);
CREATE INDEX entry_imported ON public.entry USING btree (imported_tool, imported_id) WHERE (imported_id IS NOT NULL);
CREATE INDEX entry_late ON public.entry USING btree (late_in, client) WHERE (late_in IS NOT NULL);
CREATE INDEX entry_long ON public.entry USING btree (started_at) WHERE ((ended_at - started_at) > 100000);
CREATE INDEX entry_request_started_at_ended_at ON public.entry USING btree (request, started_at, ended_at);
CREATE UNIQUE INDEX entry_running ON public.entry USING btree (agent) WHERE (ended_at IS NULL);
CREATE INDEX entry_started_at_client_ended_at ON public.entry USING btree (started_at, client, ended_at);
CREATE INDEX month_record_client_month ON public.month_record USING btree (client, month);
CREATE UNIQUE INDEX month_record_month_client ON public.month_record USING btree (month, client);
CREATE INDEX opportunity_client ON public.opportunity USING btree (client);
CREATE INDEX request_assignee ON public.request USING btree (assignee);
CREATE INDEX request_client_state ON public.request USING btree (client, state);
CREATE INDEX request_event_request_at ON public.request_event USING btree (request, at);
CREATE INDEX request_note_agent ON public.request_note USING btree (agent);
CREATE INDEX request_note_request_at ON public.request_note USING btree (request, at);
CREATE INDEX request_premium ON public.request USING btree (key) WHERE (premium IS NOT NULL);
CREATE UNIQUE INDEX request_recurring ON public.request USING btree (recurring_contract, recurring_key, recurring_starts) WHERE (recurring_contract IS NOT NULL);
CREATE INDEX request_repeat_of ON public.request USING btree (repeat_of);
CREATE INDEX request_state_reported_at ON public.request USING btree (state, reported_at);
CREATE INDEX request_work_type ON public.request USING btree (work_type);
CREATE UNIQUE INDEX review_month_client ON public.review USING btree (month, client);
CREATE UNIQUE INDEX schema_migration_name ON public.schema_migration USING btree (name);
CREATE UNIQUE INDEX statement_client_month_version ON public.statement USING btree (client, month, version);
CREATE UNIQUE INDEX statement_number_version ON public.statement USING btree (number, version);
CREATE TRIGGER keep_closed BEFORE INSERT OR DELETE OR UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.deskhours_keep_closed();
CREATE TRIGGER next_id BEFORE INSERT ON public.absence FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.agent FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.alert FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.change FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.change_row FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.charge FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.client FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.contract FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.entry FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.month_record FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.opportunity FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.plan FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.request FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.request_event FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.request_note FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.review FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.schema_migration FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.statement FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.tier FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
CREATE TRIGGER next_id BEFORE INSERT ON public.work_type FOR EACH ROW EXECUTE FUNCTION public.deskhours_next_id();
ALTER TABLE ONLY public.absence
    ADD CONSTRAINT absence_agent_fkey FOREIGN KEY (agent) REFERENCES public.agent(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.alert
    ADD CONSTRAINT alert_client_fkey FOREIGN KEY (client) REFERENCES public.client(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.change_money
    ADD CONSTRAINT change_money_row_fkey FOREIGN KEY ("row") REFERENCES public.change_row(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.change_row
    ADD CONSTRAINT change_row_change_id_fkey FOREIGN KEY (change_id) REFERENCES public.change(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_client_fkey FOREIGN KEY (client) REFERENCES public.client(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_contract_fkey FOREIGN KEY (contract) REFERENCES public.contract(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.charge_money
    ADD CONSTRAINT charge_money_row_fkey FOREIGN KEY ("row") REFERENCES public.charge(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_tier_fkey FOREIGN KEY (tier) REFERENCES public.tier(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.contract
    ADD CONSTRAINT contract_client_fkey FOREIGN KEY (client) REFERENCES public.client(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.contract_money
    ADD CONSTRAINT contract_money_row_fkey FOREIGN KEY ("row") REFERENCES public.contract(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.contract
    ADD CONSTRAINT contract_renews_fkey FOREIGN KEY (renews) REFERENCES public.contract(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.desk_money
    ADD CONSTRAINT desk_money_row_fkey FOREIGN KEY ("row") REFERENCES public.desk(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.deskhours_presence
    ADD CONSTRAINT deskhours_presence_agent_fkey FOREIGN KEY (agent) REFERENCES public.agent(key) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE ONLY public.deskhours_team
    ADD CONSTRAINT deskhours_team_agent_fkey FOREIGN KEY (agent) REFERENCES public.agent(key) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_agent_fkey FOREIGN KEY (agent) REFERENCES public.agent(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_client_fkey FOREIGN KEY (client) REFERENCES public.client(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_request_fkey FOREIGN KEY (request) REFERENCES public.request(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_work_type_fkey FOREIGN KEY (work_type) REFERENCES public.work_type(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.month_money
    ADD CONSTRAINT month_money_row_fkey FOREIGN KEY ("row") REFERENCES public.month_record(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.month_record
    ADD CONSTRAINT month_record_client_fkey FOREIGN KEY (client) REFERENCES public.client(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.month_record
    ADD CONSTRAINT month_record_statement_fkey FOREIGN KEY (statement) REFERENCES public.statement(id);
ALTER TABLE ONLY public.opportunity
    ADD CONSTRAINT opportunity_client_fkey FOREIGN KEY (client) REFERENCES public.client(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.plan_money
    ADD CONSTRAINT plan_money_row_fkey FOREIGN KEY ("row") REFERENCES public.plan(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_assignee_fkey FOREIGN KEY (assignee) REFERENCES public.agent(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_client_fkey FOREIGN KEY (client) REFERENCES public.client(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.request_event
    ADD CONSTRAINT request_event_request_fkey FOREIGN KEY (request) REFERENCES public.request(key) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE ONLY public.request_note
    ADD CONSTRAINT request_note_agent_fkey FOREIGN KEY (agent) REFERENCES public.agent(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.request_note
    ADD CONSTRAINT request_note_request_fkey FOREIGN KEY (request) REFERENCES public.request(key) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_recurring_contract_fkey FOREIGN KEY (recurring_contract) REFERENCES public.contract(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_repeat_of_fkey FOREIGN KEY (repeat_of) REFERENCES public.request(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_work_type_fkey FOREIGN KEY (work_type) REFERENCES public.work_type(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_client_fkey FOREIGN KEY (client) REFERENCES public.client(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_client_fkey FOREIGN KEY (client) REFERENCES public.client(key) ON UPDATE CASCADE;
ALTER TABLE ONLY public.statement_money
    ADD CONSTRAINT statement_money_row_fkey FOREIGN KEY ("row") REFERENCES public.statement(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.work_type_money
    ADD CONSTRAINT work_type_money_row_fkey FOREIGN KEY ("row") REFERENCES public.work_type(id) ON DELETE CASCADE;
ALTER TABLE public.absence ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.agent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.alert ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.change_money ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.change_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.charge ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.charge_money ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.client ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.closed_month ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.contract ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.contract_money ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.desk ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.desk_money ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.deskhours ENABLE ROW LEVEL SECURITY;
CREATE POLICY deskhours_adding ON public.absence FOR INSERT WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_adding ON public.agent FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.alert FOR INSERT WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_adding ON public.change FOR INSERT WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (who = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_adding ON public.change_money FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.change_row FOR INSERT WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (EXISTS ( SELECT
   FROM public.change c
  WHERE ((c.id = change_row.change_id) AND (c.who = ( SELECT public.deskhours_me() AS deskhours_me))))))));
CREATE POLICY deskhours_adding ON public.charge FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.charge_money FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.client FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.closed_month FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.contract FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.contract_money FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.desk FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.desk_money FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.deskhours FOR INSERT WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_adding ON public.deskhours_presence FOR INSERT WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_adding ON public.deskhours_team FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.entry FOR INSERT WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_adding ON public.month_money FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.month_record FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.opportunity FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.plan FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.plan_money FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.request FOR INSERT WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_adding ON public.request_event FOR INSERT WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_adding ON public.request_note FOR INSERT WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_adding ON public.review FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.schema_migration FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.setting FOR INSERT WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_adding ON public.statement FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.statement_money FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.tier FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.work_type FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_adding ON public.work_type_money FOR INSERT WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.absence FOR UPDATE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me))))) WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_changing ON public.agent FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.alert FOR UPDATE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text))) WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_changing ON public.change FOR UPDATE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (who = ( SELECT public.deskhours_me() AS deskhours_me))))) WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (who = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_changing ON public.change_money FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.change_row FOR UPDATE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (EXISTS ( SELECT
   FROM public.change c
  WHERE ((c.id = change_row.change_id) AND (c.who = ( SELECT public.deskhours_me() AS deskhours_me)))))))) WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (EXISTS ( SELECT
   FROM public.change c
  WHERE ((c.id = change_row.change_id) AND (c.who = ( SELECT public.deskhours_me() AS deskhours_me))))))));
CREATE POLICY deskhours_changing ON public.charge FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.charge_money FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.client FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.closed_month FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.contract FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.contract_money FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.desk FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.desk_money FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.deskhours FOR UPDATE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text))) WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_changing ON public.deskhours_presence FOR UPDATE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me))))) WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_changing ON public.deskhours_team FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.entry FOR UPDATE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me))))) WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_changing ON public.month_money FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.month_record FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.opportunity FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.plan FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.plan_money FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.request FOR UPDATE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text))) WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_changing ON public.request_event FOR UPDATE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text))) WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_changing ON public.request_note FOR UPDATE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text))) WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_changing ON public.review FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.schema_migration FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.setting FOR UPDATE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text))) WITH CHECK (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_changing ON public.statement FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.statement_money FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.tier FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.work_type FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_changing ON public.work_type_money FOR UPDATE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text]))) WITH CHECK ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
ALTER TABLE public.deskhours_presence ENABLE ROW LEVEL SECURITY;
CREATE POLICY deskhours_reading ON public.absence FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.agent FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.alert FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.change FOR SELECT USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text, 'viewer'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (who = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_reading ON public.change_money FOR SELECT USING ((( SELECT public.deskhours_sees_money() AS deskhours_sees_money) AND (EXISTS ( SELECT
   FROM public.change_row c
  WHERE (c.id = change_money."row")))));
CREATE POLICY deskhours_reading ON public.change_row FOR SELECT USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text, 'viewer'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (EXISTS ( SELECT
   FROM public.change c
  WHERE ((c.id = change_row.change_id) AND (c.who = ( SELECT public.deskhours_me() AS deskhours_me))))))));
CREATE POLICY deskhours_reading ON public.charge FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.charge_money FOR SELECT USING (( SELECT public.deskhours_sees_money() AS deskhours_sees_money));
CREATE POLICY deskhours_reading ON public.client FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.closed_month FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.contract FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.contract_money FOR SELECT USING (( SELECT public.deskhours_sees_money() AS deskhours_sees_money));
CREATE POLICY deskhours_reading ON public.desk FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.desk_money FOR SELECT USING (( SELECT public.deskhours_sees_money() AS deskhours_sees_money));
CREATE POLICY deskhours_reading ON public.deskhours FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.deskhours_presence FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.deskhours_team FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.entry FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.month_money FOR SELECT USING (( SELECT public.deskhours_sees_money() AS deskhours_sees_money));
CREATE POLICY deskhours_reading ON public.month_record FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.opportunity FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.plan FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.plan_money FOR SELECT USING (( SELECT public.deskhours_sees_money() AS deskhours_sees_money));
CREATE POLICY deskhours_reading ON public.request FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.request_event FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.request_note FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.review FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.schema_migration FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.setting FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.statement FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.statement_money FOR SELECT USING (( SELECT public.deskhours_sees_money() AS deskhours_sees_money));
CREATE POLICY deskhours_reading ON public.tier FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.work_type FOR SELECT USING ((( SELECT public.deskhours_role() AS deskhours_role) IS NOT NULL));
CREATE POLICY deskhours_reading ON public.work_type_money FOR SELECT USING (( SELECT public.deskhours_sees_money() AS deskhours_sees_money));
CREATE POLICY deskhours_removing ON public.absence FOR DELETE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_removing ON public.agent FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.alert FOR DELETE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_removing ON public.change FOR DELETE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (who = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_removing ON public.change_money FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.change_row FOR DELETE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (EXISTS ( SELECT
   FROM public.change c
  WHERE ((c.id = change_row.change_id) AND (c.who = ( SELECT public.deskhours_me() AS deskhours_me))))))));
CREATE POLICY deskhours_removing ON public.charge FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.charge_money FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.client FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.closed_month FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.contract FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.contract_money FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.desk FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.desk_money FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.deskhours FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.deskhours_presence FOR DELETE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_removing ON public.deskhours_team FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.entry FOR DELETE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (agent = ( SELECT public.deskhours_me() AS deskhours_me)))));
CREATE POLICY deskhours_removing ON public.month_money FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.month_record FOR DELETE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR ((( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text) AND (NOT frozen))));
CREATE POLICY deskhours_removing ON public.opportunity FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.plan FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.plan_money FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.request FOR DELETE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_removing ON public.request_event FOR DELETE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_removing ON public.request_note FOR DELETE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_removing ON public.review FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.schema_migration FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.setting FOR DELETE USING (((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])) OR (( SELECT public.deskhours_role() AS deskhours_role) = 'agent'::text)));
CREATE POLICY deskhours_removing ON public.statement FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.statement_money FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.tier FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.work_type FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
CREATE POLICY deskhours_removing ON public.work_type_money FOR DELETE USING ((( SELECT public.deskhours_role() AS deskhours_role) = ANY (ARRAY['owner'::text, 'lead'::text])));
ALTER TABLE public.deskhours_team ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.month_money ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.month_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.opportunity ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan_money ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.request ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.request_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.request_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.review ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.schema_migration ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.statement ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.statement_money ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tier ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.work_type ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.work_type_money ENABLE ROW LEVEL SECURITY;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO deskhours_agent_@;
GRANT USAGE ON SCHEMA public TO deskhours_lead_@;
GRANT USAGE ON SCHEMA public TO deskhours_viewer_@;
REVOKE ALL ON FUNCTION public.deskhours_is_json(given text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.deskhours_is_json(given text) TO deskhours_agent_@;
GRANT ALL ON FUNCTION public.deskhours_is_json(given text) TO deskhours_lead_@;
GRANT ALL ON FUNCTION public.deskhours_is_json(given text) TO deskhours_viewer_@;
REVOKE ALL ON FUNCTION public.deskhours_keep_closed() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.deskhours_key_used(name text, wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.deskhours_key_used(name text, wanted text) TO deskhours_agent_@;
GRANT ALL ON FUNCTION public.deskhours_key_used(name text, wanted text) TO deskhours_lead_@;
GRANT ALL ON FUNCTION public.deskhours_key_used(name text, wanted text) TO deskhours_viewer_@;
REVOKE ALL ON FUNCTION public.deskhours_me() FROM PUBLIC;
GRANT ALL ON FUNCTION public.deskhours_me() TO deskhours_agent_@;
GRANT ALL ON FUNCTION public.deskhours_me() TO deskhours_lead_@;
GRANT ALL ON FUNCTION public.deskhours_me() TO deskhours_viewer_@;
REVOKE ALL ON FUNCTION public.deskhours_month(at bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.deskhours_month(at bigint) TO deskhours_agent_@;
GRANT ALL ON FUNCTION public.deskhours_month(at bigint) TO deskhours_lead_@;
GRANT ALL ON FUNCTION public.deskhours_month(at bigint) TO deskhours_viewer_@;
REVOKE ALL ON FUNCTION public.deskhours_next_id() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.deskhours_role() FROM PUBLIC;
GRANT ALL ON FUNCTION public.deskhours_role() TO deskhours_agent_@;
GRANT ALL ON FUNCTION public.deskhours_role() TO deskhours_lead_@;
GRANT ALL ON FUNCTION public.deskhours_role() TO deskhours_viewer_@;
REVOKE ALL ON FUNCTION public.deskhours_sees_money() FROM PUBLIC;
GRANT ALL ON FUNCTION public.deskhours_sees_money() TO deskhours_agent_@;
GRANT ALL ON FUNCTION public.deskhours_sees_money() TO deskhours_lead_@;
GRANT ALL ON FUNCTION public.deskhours_sees_money() TO deskhours_viewer_@;
REVOKE ALL ON FUNCTION public.deskhours_whole(given text, amounts text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.deskhours_whole(given text, amounts text) TO deskhours_agent_@;
GRANT ALL ON FUNCTION public.deskhours_whole(given text, amounts text) TO deskhours_lead_@;
GRANT ALL ON FUNCTION public.deskhours_whole(given text, amounts text) TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.absence TO deskhours_agent_@;
GRANT SELECT ON TABLE public.absence TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.absence TO deskhours_lead_@;
GRANT SELECT ON TABLE public.agent TO deskhours_agent_@;
GRANT SELECT ON TABLE public.agent TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.agent TO deskhours_lead_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.alert TO deskhours_agent_@;
GRANT SELECT ON TABLE public.alert TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.alert TO deskhours_lead_@;
GRANT SELECT,INSERT,DELETE ON TABLE public.change TO deskhours_agent_@;
GRANT SELECT ON TABLE public.change TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.change TO deskhours_lead_@;
GRANT UPDATE(undone_at) ON TABLE public.change TO deskhours_agent_@;
GRANT SELECT ON TABLE public.change_money TO deskhours_agent_@;
GRANT SELECT ON TABLE public.change_money TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.change_money TO deskhours_lead_@;
GRANT SELECT,INSERT ON TABLE public.change_row TO deskhours_agent_@;
GRANT SELECT ON TABLE public.change_row TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.change_row TO deskhours_lead_@;
GRANT SELECT ON TABLE public.charge TO deskhours_agent_@;
GRANT SELECT ON TABLE public.charge TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.charge TO deskhours_lead_@;
GRANT SELECT ON TABLE public.charge_money TO deskhours_agent_@;
GRANT SELECT ON TABLE public.charge_money TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.charge_money TO deskhours_lead_@;
GRANT SELECT ON TABLE public.client TO deskhours_agent_@;
GRANT SELECT ON TABLE public.client TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.client TO deskhours_lead_@;
GRANT SELECT ON TABLE public.closed_month TO deskhours_agent_@;
GRANT SELECT ON TABLE public.closed_month TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.closed_month TO deskhours_lead_@;
GRANT SELECT ON TABLE public.contract TO deskhours_agent_@;
GRANT SELECT ON TABLE public.contract TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contract TO deskhours_lead_@;
GRANT SELECT ON TABLE public.contract_money TO deskhours_agent_@;
GRANT SELECT ON TABLE public.contract_money TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contract_money TO deskhours_lead_@;
GRANT SELECT ON TABLE public.desk TO deskhours_agent_@;
GRANT SELECT ON TABLE public.desk TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.desk TO deskhours_lead_@;
GRANT SELECT ON TABLE public.desk_money TO deskhours_agent_@;
GRANT SELECT ON TABLE public.desk_money TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.desk_money TO deskhours_lead_@;
GRANT SELECT ON TABLE public.deskhours TO deskhours_agent_@;
GRANT SELECT ON TABLE public.deskhours TO deskhours_viewer_@;
GRANT SELECT ON TABLE public.deskhours TO deskhours_lead_@;
GRANT UPDATE(revision) ON TABLE public.deskhours TO deskhours_agent_@;
GRANT UPDATE(revision) ON TABLE public.deskhours TO deskhours_lead_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.deskhours_presence TO deskhours_agent_@;
GRANT SELECT ON TABLE public.deskhours_presence TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.deskhours_presence TO deskhours_lead_@;
GRANT SELECT ON TABLE public.deskhours_team TO deskhours_agent_@;
GRANT SELECT ON TABLE public.deskhours_team TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.deskhours_team TO deskhours_lead_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.entry TO deskhours_agent_@;
GRANT SELECT ON TABLE public.entry TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.entry TO deskhours_lead_@;
GRANT SELECT ON TABLE public.month_money TO deskhours_agent_@;
GRANT SELECT ON TABLE public.month_money TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.month_money TO deskhours_lead_@;
GRANT SELECT,DELETE ON TABLE public.month_record TO deskhours_agent_@;
GRANT SELECT ON TABLE public.month_record TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.month_record TO deskhours_lead_@;
GRANT SELECT ON TABLE public.opportunity TO deskhours_agent_@;
GRANT SELECT ON TABLE public.opportunity TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.opportunity TO deskhours_lead_@;
GRANT SELECT ON TABLE public.plan TO deskhours_agent_@;
GRANT SELECT ON TABLE public.plan TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plan TO deskhours_lead_@;
GRANT SELECT ON TABLE public.plan_money TO deskhours_agent_@;
GRANT SELECT ON TABLE public.plan_money TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plan_money TO deskhours_lead_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.request TO deskhours_agent_@;
GRANT SELECT ON TABLE public.request TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.request TO deskhours_lead_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.request_event TO deskhours_agent_@;
GRANT SELECT ON TABLE public.request_event TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.request_event TO deskhours_lead_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.request_note TO deskhours_agent_@;
GRANT SELECT ON TABLE public.request_note TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.request_note TO deskhours_lead_@;
GRANT SELECT ON TABLE public.review TO deskhours_agent_@;
GRANT SELECT ON TABLE public.review TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.review TO deskhours_lead_@;
GRANT SELECT ON TABLE public.schema_migration TO deskhours_agent_@;
GRANT SELECT ON TABLE public.schema_migration TO deskhours_lead_@;
GRANT SELECT ON TABLE public.schema_migration TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.setting TO deskhours_agent_@;
GRANT SELECT ON TABLE public.setting TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.setting TO deskhours_lead_@;
GRANT SELECT ON TABLE public.statement TO deskhours_agent_@;
GRANT SELECT ON TABLE public.statement TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.statement TO deskhours_lead_@;
GRANT SELECT ON TABLE public.statement_money TO deskhours_agent_@;
GRANT SELECT ON TABLE public.statement_money TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.statement_money TO deskhours_lead_@;
GRANT SELECT ON TABLE public.tier TO deskhours_agent_@;
GRANT SELECT ON TABLE public.tier TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tier TO deskhours_lead_@;
GRANT SELECT ON TABLE public.work_type TO deskhours_agent_@;
GRANT SELECT ON TABLE public.work_type TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.work_type TO deskhours_lead_@;
GRANT SELECT ON TABLE public.work_type_money TO deskhours_agent_@;
GRANT SELECT ON TABLE public.work_type_money TO deskhours_viewer_@;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.work_type_money TO deskhours_lead_@;
