SELECT count(*) FROM sys.options a, sys.options b, sys.options c, sys.options d WHERE a.name <> b.name OR c.name > d.name;
