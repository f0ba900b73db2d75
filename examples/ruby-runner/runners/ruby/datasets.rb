require "csv"
require "fileutils"
require "json"
require "time"

# The datasets of an attempt: those of other actions, as arrays of hashes, and those that it publishes.
class Datasets
  class Unfit < StandardError; end

  def initialize(request)
    @inputs = request["inputs"]
    @registered = {}
  end

  # `ama.dataset("start", "odd")`: its rows, each a hash by column name.
  def dataset(action, name)
    input = @inputs.find { |one| one["action"] == action && one["name"] == name }
    raise KeyError, "this action reads no dataset #{action}.#{name}" if input.nil?

    files = File.directory?(input["path"]) ? Dir[File.join(input["path"], "*")].grep_v(%r{/[_.][^/]*\z}).sort : [input["path"]]
    files.flat_map { |file| input["format"] == "csv" ? csv(file, input["schema"]) : json(file) }
  end

  # Publishes rows by hand.
  def register(name, rows)
    @registered[name] = rows
  end

  # Writes what is asked for, and describes each as the protocol's `published` does.
  def publish(wanted, values)
    values = values.merge(@registered)
    named = wanted.reject { |one| one["name"] == "*" }
    missing = named.find { |one| !one["optional"] && !values.key?(one["name"]) }
    raise Unfit, "there is no #{missing["name"]} to publish" if missing

    all = wanted.find { |one| one["name"] == "*" }
    rest = all.nil? ? [] : (@registered.keys - named.map { |one| one["name"] }).map do |name|
      all.merge("name" => name, "path" => File.join(all["path"], name))
    end
    (named + rest).filter_map { |one| write(one, values[one["name"]]) }
  end

  private

  def csv(file, schema)
    types = (schema || {}).fetch("fields", []).to_h { |field| [field["name"], field["type"]] }
    CSV.read(file, headers: true).map { |row| row.to_h.to_h { |name, text| [name, typed(text, types[name])] } }
  end

  def json(file)
    File.foreach(file).map { |line| JSON.parse(line) }
  end

  def typed(text, type)
    return text if text.nil?

    case type
    when "byte", "short", "integer", "long" then text.to_i
    when "float", "double" then text.to_f
    when "boolean" then text == "true"
    when nil then Integer(text, exception: false) || Float(text, exception: false) || text
    else text
    end
  end

  def write(wanted, rows)
    name, path = wanted.values_at("name", "path")
    raise Unfit, "no path was given for #{name}" if path.nil?

    unless rows.is_a?(Array) && rows.all?(Hash)
      return if wanted["optional"]

      raise Unfit, "#{name} is a #{rows.class}; an array of hashes can be published"
    end

    format = wanted["format"] == "csv" ? "csv" : "json"
    columns = rows.flat_map(&:keys).uniq
    FileUtils.mkdir_p(path)
    file = File.join(path, "part-00000.#{format}")
    format == "csv" ? write_csv(file, rows, columns) : File.write(file, rows.map { |row| "#{JSON.generate(row)}\n" }.join)
    { name: name, kind: "dataframe", as: "file", path: path, format: format, bytes: File.size(file),
      schema: schema(rows, columns) }
  end

  def write_csv(file, rows, columns)
    CSV.open(file, "w", write_headers: true, headers: columns) { |csv| rows.each { |row| csv << row.values_at(*columns) } }
  end

  # In Spark's own form.
  def schema(rows, columns)
    fields = columns.map do |column|
      values = rows.map { |row| row[column] }.compact
      { name: column.to_s, type: type(values), nullable: true, metadata: {} }
    end
    { type: "struct", fields: fields }
  end

  def type(values)
    return "string" if values.empty?
    return "long" if values.all?(Integer)
    return "double" if values.all?(Numeric)
    return "boolean" if values.all? { |value| [true, false].include?(value) }

    "string"
  end
end
