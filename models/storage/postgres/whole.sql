-- `models.storage.rows.money.whole_text`, for statements: a text with its amounts, or with none.
-- Called for each row, so that it looks for patterns only where a text within a text may hold amounts.
CREATE OR REPLACE FUNCTION deskhours_whole(given text, amounts text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  within boolean;
  parts text[];
  found text[];
BEGIN
  IF given IS NULL OR strpos(given, 'u000') = 0 THEN
    RETURN given;
  END IF;
  within := strpos(given, '\u0005') > 0 OR strpos(given, '\u0006') > 0 OR strpos(given, '\u0007') > 0;
  IF amounts IS NULL THEN
    given := replace(
      replace(replace(replace(given, '"\u0001"', '"1"'), '"\u0002"', '"0"'), '"\u0003"', '0'), '"\u0004"', '0');
    IF NOT within THEN
      RETURN given;
    END IF;
    RETURN regexp_replace(regexp_replace(regexp_replace(given,
      '(?<!\\)\\u0005', '\\"1\\"', 'g'),
      '(?<!\\)\\u0006', '\\"0\\"', 'g'),
      '(?<!\\)\\u0007', '0', 'g');
  END IF;
  IF within OR strpos(given, chr(31)) > 0 THEN
    parts := regexp_split_to_array(given, '"\\u000[1-4]"|(?<!\\)\\u000[5-7]');
  ELSE
    parts := string_to_array(replace(replace(replace(replace(
      given, '"\u0001"', chr(31)), '"\u0002"', chr(31)), '"\u0003"', chr(31)), '"\u0004"', chr(31)), chr(31));
  END IF;
  found := string_to_array(amounts, chr(31));
  FOR number IN 1 .. least(cardinality(parts), cardinality(found)) LOOP
    parts[number] := parts[number] || found[number];
  END LOOP;
  RETURN array_to_string(parts, '');
END $$
