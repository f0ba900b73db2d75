SELECT * FROM counts.letters
