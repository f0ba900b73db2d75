require_relative "datasets"

# A Ruby source and its statements, as Ruby's own parser sees them.
module Source
  Statement = Struct.new(:first, :last, :text)

  # The statements; or the error, before anything has run.
  def self.parse(source, file, first_line)
    RubyVM::InstructionSequence.compile(source, file, file, first_line)
    root = RubyVM::AbstractSyntaxTree.parse(source).children[2]
    lines = source.lines
    nodes = root.nil? ? [] : (root.type == :BLOCK ? root.children : [root])
    statements = nodes.compact.map do |node|
      Statement.new(node.first_lineno + first_line - 1, node.last_lineno + first_line - 1, text(node, lines))
    end
    [statements, nil]
  rescue SyntaxError => e
    [[], syntax_error(e, file)]
  end

  # Columns count bytes.
  def self.text(node, lines)
    part = lines[(node.first_lineno - 1)..(node.last_lineno - 1)].map(&:b)
    part[-1] = part[-1][0...node.last_column]
    part[0] = part[0][node.first_column..]
    part.join.force_encoding("UTF-8")
  end

  def self.syntax_error(problem, file)
    line = problem.message[/:(\d+):/, 1].to_i
    message = problem.message.lines.first.sub(/\A.*?:\d+: /, "").chomp
    { type: "SyntaxError", types: %w[ScriptError Exception], message: message, file: file, line: line, stack: [],
      phase: "compile" }
  end
end

# An attempt's own process: runs the source statement by statement, and tells its runner by a pipe, a line an event.
class Action
  SHOWN = 16 * 1024 # characters of a value or message that is only shown
  PIECE = 32 * 1024 # bytes of output in one event

  def initialize(request, to_runner, from_runner)
    @request = request
    @file = request["file"] || request["action"]
    @to_runner = to_runner
    @lock = Mutex.new
    # The runner holds the other end open for as long as it lives.
    Thread.new { from_runner.read; Process.kill("KILL", 0) }
  end

  def run
    outputs = [[$stdout, "stdout"], [$stderr, "stderr"]].map { |io, stream| capture(io, stream) }
    ended = perform
    outputs.each(&:call)
    tell("ended", **ended)
  end

  private

  def perform
    statements, error = Source.parse(@request["source"], @file, @request["firstLine"] || 1)
    return { status: "failed", error: error } if error

    prepare
    statements.each_with_index do |statement, index|
      error = perform_one(statement, index)
      return error == :exit ? { status: "succeeded" } : { status: "failed", error: error } if error
    end
    publish
  end

  def prepare
    @request.fetch("envVars", {}).each { |name, value| ENV[name] = value }
    ARGV.replace(@request.fetch("args", []))
    root = @request["sourceRoot"]
    $LOAD_PATH.unshift(File.join(root, File.dirname(@file)), File.join(root, "src/lib")) if root
    @datasets = Datasets.new(@request)
    @binding = Scope.new(@request["env"], @datasets).top_binding
  end

  # Returns the error, or `:exit` where the action has ended itself well.
  def perform_one(statement, index)
    tell("statement.started", index: index, line: statement.first, endLine: statement.last)
    before = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    names = @binding.local_variables
    value = @binding.eval(statement.text, @file, statement.first)
    ms = (Process.clock_gettime(Process::CLOCK_MONOTONIC) - before) * 1000
    flush
    tell("statement.finished", index: index, ms: ms, **described(statement, names, value))
    nil
  rescue SystemExit => e
    e.success? ? :exit : report(e, "run", index).merge(type: "exit:#{e.status}")
  rescue Exception => e # whatever it is, it is the action's failure
    report(e, "run", index)
  ensure
    flush
  end

  def described(statement, names, value)
    name = statement.text[/\A([a-z_]\w*)\s*=[^=~]/, 1] || (@binding.local_variables - names).first&.to_s
    name ? { name: name, type: value.class.name, value: cut(value.inspect) } : {}
  end

  def publish
    values = @binding.local_variables.to_h { |name| [name.to_s, @binding.local_variable_get(name)] }
    @datasets.publish(@request["publish"], values).each { |published| tell("published", **published) }
    { status: "succeeded" }
  rescue Datasets::Unfit, SystemCallError => e
    { status: "failed", error: report(e, "publish", nil) }
  end

  def report(problem, phase, index)
    frames = (problem.backtrace_locations || []).first(100).map do |frame|
      origin = frame.path == @file ? "user" : frame.path.start_with?(__dir__) ? "runtime" : "library"
      { function: frame.label, file: frame.path, line: frame.lineno, origin: origin }
    end
    own = frames.find { |frame| frame[:origin] == "user" }
    { type: problem.class.name, types: problem.class.ancestors.grep(Class).map(&:name)[1..] - %w[Object BasicObject],
      message: cut(problem.message), stack: frames, phase: phase, statement: index,
      file: own && @file, line: own && own[:line], cause: problem.cause && report(problem.cause, phase, nil) }.compact
  end

  # Leads what is printed, by child processes too, to the runner; returns what waits for the last of it.
  def capture(io, stream)
    from_action, to_runner = IO.pipe
    io.reopen(to_runner)
    io.sync = true
    to_runner.close
    reader = Thread.new { relay(from_action, stream) }
    lambda do
      io.reopen(File::NULL)
      reader.join(1)
    end
  end

  def relay(from_action, stream)
    rest = "".b
    loop do
      rest << from_action.readpartial(PIECE)
      whole = rest.bytesize - torn(rest)
      tell("output", stream: stream, text: rest.byteslice(0, whole).force_encoding("UTF-8").scrub) if whole.positive?
      rest = rest.byteslice(whole..)
    end
  rescue EOFError
    tell("output", stream: stream, text: rest.force_encoding("UTF-8").scrub) unless rest.empty?
  end

  # How many bytes at the end begin a character that is not complete.
  def torn(bytes)
    back = (1..[3, bytes.bytesize].min).find { |n| (bytes.getbyte(-n) & 0xc0) != 0x80 } or return 0
    first = bytes.getbyte(-back)
    length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
    length > back ? back : 0
  end

  # What a statement has printed is told before its end, as far as it has come through the pipes.
  def flush
    sleep(0.001)
  end

  def tell(method, **params)
    line = "#{JSON.generate({ method: method, params: params })}\n"
    @lock.synchronize { @to_runner.write(line) }
  end

  def cut(text)
    text = text.dup.force_encoding("UTF-8").scrub
    text.length <= SHOWN ? text : "#{text[0, SHOWN]}… (#{text.length} characters)"
  end
end

# What an action's source sees: `env` and `ama`.
class Scope
  attr_reader :env, :ama

  def initialize(env, datasets)
    @env = env
    @ama = datasets
  end

  def top_binding
    binding
  end
end
