# Runs Ruby sources for Amaterasu: a whole runner, with nothing but Ruby's standard library.
#
# This process speaks the protocol; each attempt runs in a process of its own, forked from it (action.rb).

require "json"
require "socket"
require_relative "action"
require_relative "outbox"

class Runner
  METHODS = %w[run compile cancel shutdown].freeze
  OLD_EPOCH, UNKNOWN_METHOD, INVALID_PARAMS = -32_003, -32_601, -32_602

  def initialize(address, token)
    @address = address
    @credentials = { token: token }
    @epoch = 0
    @linger_s = 0.0
    @silence_s = nil
    @outbox = Outbox.new
    @attempts = {}
  end

  # Serves the leader until it is gone for good.
  def serve
    stream = shake_hands
    loop do
      why = listen(stream)
      @outbox.disconnect
      stream = dial_again(why)
    end
  end

  private

  def listen(stream)
    while (line = next_line(stream))
      return "it sent half a line" unless line.end_with?("\n")

      receive(JSON.parse(line)) unless line == "\n"
    end
    "it hung up"
  rescue SystemCallError, IOError, JSON::ParserError => e
    e.message
  end

  # Waits no longer than the leader may be silent; nothing at the end of the stream.
  def next_line(stream)
    return stream.gets if IO.select([stream], nil, nil, @silence_s)

    raise IOError, "it is silent"
  end

  def dial_again(why)
    give_up_at = now + @linger_s
    pause_s = 0.025
    while now + pause_s < give_up_at
      sleep(pause_s)
      pause_s = [1.0, pause_s * 2].min
      begin
        return shake_hands
      rescue SystemCallError, IOError, JSON::ParserError => e
        why = e.message
      end
    end
    leave("the leader is gone: #{why}")
  end

  def shake_hands
    stream = connect
    stream.write("#{JSON.generate({ jsonrpc: "2.0", id: "hello", method: "hello", params: introduction })}\n")
    answer = JSON.parse(stream.gets || raise(IOError, "it hung up"))
    leave("the leader refused: #{answer.dig("error", "message")}") if answer["error"]
    welcome = answer["result"]
    leave("the leader is older than one that was here before") if welcome["epoch"] < @epoch
    @epoch = welcome["epoch"]
    @linger_s = welcome["lingerMs"] / 1000.0
    @credentials = { key: welcome["key"] }
    @silence_s = welcome["silenceMs"]&.fdiv(1000)
    @outbox.connect(stream, welcome["resumeFrom"], @silence_s&.fdiv(3))
    stream
  end

  def introduction
    { protocol: [1], **@credentials, runner: "ruby", version: "1.0.0", types: ["ruby"], capacity: 4, pid: Process.pid,
      host: Socket.gethostname, lastSeq: @outbox.last_seq, epoch: @epoch }
  end

  def connect
    return UNIXSocket.new(@address) if @address.include?("/")

    host, _, port = @address.rpartition(":")
    socket = TCPSocket.new(host.delete("[]"), port.to_i)
    socket.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
    socket
  end

  def receive(message)
    id, method, params = message.values_at("id", "method", "params")
    return method == "ack" && @outbox.acknowledge(params["seq"]) if id.nil?
    return @outbox.answer(id, error: { code: UNKNOWN_METHOD, message: "no #{method} here" }) unless METHODS.include?(method)
    if params.fetch("epoch") < @epoch
      return @outbox.answer(id, error: { code: OLD_EPOCH, message: "epoch #{params["epoch"]} is older than #{@epoch}" })
    end

    @epoch = params["epoch"]
    @outbox.answer(id, result: send(method, params))
  rescue KeyError, NoMethodError, TypeError => e
    @outbox.answer(id, error: { code: INVALID_PARAMS, message: "#{method}: #{e.message.lines.first.chomp}" })
  end

  def run(params)
    known = @attempts[params.fetch("attempt")]
    return known.result ? { state: "ended", result: known.result } : { state: "running" } if known

    source = text_of(params.fetch("source"))
    env = params.fetch("env")
    request = params.merge("source" => source, "env" => env["inline"] || JSON.parse(File.read(env["path"])))
    @attempts[params["attempt"]] = Attempt.new(request, @outbox)
    { state: "accepted" }
  end

  def compile(params)
    _, error = Source.parse(text_of(params.fetch("source")), params["file"] || params["action"], params["firstLine"] || 1)
    { errors: [error].compact }
  end

  def cancel(params)
    attempt = @attempts[params.fetch("attempt")]
    return { state: "ended" } if attempt.nil? || attempt.result

    Thread.new { attempt.cancel(params["graceMs"] / 1000.0) }
    { state: "accepted" }
  end

  def shutdown(params)
    grace_s = params.fetch("graceMs") / 1000.0
    Thread.new do
      @attempts.each_value { |attempt| attempt.cancel(grace_s) }
      @outbox.wait_until_empty(grace_s)
      leave("the leader asked for it")
    end
    {}
  end

  def leave(why)
    @attempts.each_value(&:kill)
    warn("ruby runner: ends, as #{why}")
    exit!(0)
  end

  def text_of(source)
    source["inline"] || File.read(source.fetch("path"), encoding: "UTF-8")
  end

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end
end

# One attempt and its process. What the process says is told as it comes.
class Attempt
  attr_reader :result

  def initialize(request, outbox)
    @id = request["attempt"]
    @outbox = outbox
    @cancelled = false
    from_child, to_runner = IO.pipe
    from_runner, @lifeline = IO.pipe
    @pid = fork do
      [from_child, @lifeline].each(&:close)
      Process.setpgrp
      Action.new(request, to_runner, from_runner).run
      exit!(0)
    end
    [to_runner, from_runner].each(&:close)
    Thread.new { relay(from_child) }
  end

  def cancel(grace_s)
    return if @result

    @cancelled = true
    signal("TERM")
    give_up_at = Process.clock_gettime(Process::CLOCK_MONOTONIC) + grace_s
    sleep(0.01) while @result.nil? && Process.clock_gettime(Process::CLOCK_MONOTONIC) < give_up_at
    kill
  end

  def kill
    signal("KILL") unless @result
  end

  private

  def relay(from_child)
    ended = nil
    from_child.each_line do |line|
      event = JSON.parse(line, symbolize_names: true)
      if event[:method] == "ended"
        ended = event[:params]
      else
        @outbox.tell(event[:method], attempt: @id, **event[:params])
      end
    end
    _, status = Process.wait2(@pid)
    signal("KILL") # what it may have left behind in its group
    # A cancelled source ends with an error of its own: the signal.
    ended = { status: "cancelled", clean: true, left: [] } if @cancelled && ended&.fetch(:status) != "succeeded"
    @result = ended || { status: "failed", error: died(status) }
    @outbox.tell("ended", attempt: @id, **@result)
  end

  def died(status)
    how = status.signaled? ? "signal #{status.termsig}" : "exit code #{status.exitstatus}"
    { type: "ProcessEnded", types: [], message: "The action's process ended with #{how}.", stack: [], phase: "run" }
  end

  def signal(name)
    Process.kill(name, -@pid)
  rescue Errno::ESRCH, Errno::EPERM
    nil
  end
end

if $PROGRAM_NAME == __FILE__
  $stdout.sync = true
  token = File.read(ENV.delete("AMA_TOKEN_FILE")).strip
  Runner.new(ENV.delete("AMA_ADDRESS"), token).serve
end
