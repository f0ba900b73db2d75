CREATE VIEW odd AS SELECT * FROM make.odd;
CREATE VIEW lone AS SELECT * FROM make.lone;
CREATE VIEW empty AS SELECT * FROM make.empty;
