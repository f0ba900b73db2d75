# What is to be sent to the leader. A thread of its own writes, so that reading never waits for writing.
class Outbox
  HELD_BYTES = 8 * 1024 * 1024 # told and not acknowledged; beyond it, actions wait before they tell more

  attr_reader :last_seq

  def initialize
    @lock = Mutex.new
    @changed = ConditionVariable.new
    @answers = []
    @told = [] # [seq, line], until acknowledged
    @held = 0
    @last_seq = 0
    @sent = 0 # the last number that has left on this connection
    Thread.new { write_for_ever }
  end

  # Numbers a message and keeps it until the leader has it for good.
  def tell(method, **params)
    @lock.synchronize do
      @changed.wait(@lock) while @held > HELD_BYTES
      @last_seq += 1
      line = encode({ method: method, params: { seq: @last_seq, **params } })
      @told << [@last_seq, line]
      @held += line.bytesize
      @changed.broadcast
    end
  end

  # Answers have no number, and go first.
  def answer(id, **result_or_error)
    @lock.synchronize do
      @answers << encode({ id: id, **result_or_error })
      @changed.broadcast
    end
  end

  def acknowledge(seq)
    @lock.synchronize do
      @held -= @told.shift[1].bytesize while @told.any? && @told.first[0] <= seq
      @changed.broadcast
    end
  end

  # `quiet_s`: send an empty line after so much silence of our own.
  def connect(stream, resume_from, quiet_s)
    @lock.synchronize do
      @stream, @sent, @quiet_s = stream, resume_from, quiet_s
      @answers.clear # the leader asks again for what it has no answer to
      @changed.broadcast
    end
  end

  def disconnect
    @lock.synchronize { @stream = nil }
  end

  def wait_until_empty(limit_s)
    give_up_at = Process.clock_gettime(Process::CLOCK_MONOTONIC) + limit_s
    @lock.synchronize do
      until @told.empty? && @answers.empty?
        left = give_up_at - Process.clock_gettime(Process::CLOCK_MONOTONIC)
        break unless left.positive?

        @changed.wait(@lock, left)
      end
    end
  end

  private

  def encode(message)
    "#{JSON.generate({ jsonrpc: "2.0", **message })}\n"
  end

  def write_for_ever
    loop do
      stream, lines = @lock.synchronize { next_lines }
      begin
        stream&.write(lines) unless lines.empty?
      rescue SystemCallError, IOError
        disconnect # the reader notices, and dials again
      end
    end
  end

  def next_lines
    lines = waiting
    if lines.empty?
      @changed.wait(@lock, @stream && @quiet_s)
      lines = waiting
      lines = "\n" if lines.empty? && @stream && @quiet_s
    end
    [@stream, lines]
  end

  def waiting
    return "" if @stream.nil?

    lines = @answers.join
    @answers.clear
    first = @told.empty? ? 0 : @told.first[0]
    @told[[0, @sent + 1 - first].max, 100]&.each do |seq, line|
      lines << line
      @sent = seq
    end
    lines
  end
end
