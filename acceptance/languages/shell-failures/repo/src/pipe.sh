false | true
echo never
