SELECT sum(n) AS total FROM few;
