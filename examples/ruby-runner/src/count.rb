words = ama.dataset("words", "words").map { |row| row["word"] }

counts = words.tally
  .select { |word, _| word.length > 6 }   # the long ones
  .sort_by { |word, count| [-count, word] }

top = counts.first(env["configuration"]["top"]).map { |word, count| { word: word, count: count } }
puts "#{words.size} words, #{counts.size} long ones"
