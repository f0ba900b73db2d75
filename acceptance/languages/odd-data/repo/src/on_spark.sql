SELECT assert_true(`long beyond 2^53` = 9007199254740993 AND float = float('NaN') AND integer = 2147483647
  AND date = DATE '9999-12-31' AND unix_micros(timestamp) = -62135596800000000
  AND timestamp_ntz = TIMESTAMP_NTZ '0001-01-01 00:00:00.000001' AND cardinality(array) = 0
  AND `a.b "c" 'd' ``e`` ü 列` = 'quotes')
FROM make.odd WHERE row = 1;

SELECT assert_true(isnan(`NaN and infinity`) AND `decimal(38,18)` = 12345678901234567890.123456789012345678BD
  AND struct.deep.n[0] = 1.5 AND map['k'] = 1.5 AND `map of maps`['a']['b'] = 1 AND array[1] IS NULL)
FROM make.odd WHERE row = 0;

CREATE TEMP VIEW odd AS SELECT * FROM make.odd;
CREATE TEMP VIEW empty AS SELECT * FROM make.empty;
CREATE TEMP VIEW columnless AS SELECT * FROM make.columnless;
