/// How the interviews of a sample came about, one entry for each interview.
///
/// The columns of the field file are those that `started`, `ended`, `mode`, `disposition` and
/// `interviewer` of `sources.csv` name.
public struct Paradata: Hashable, Sendable {
  /// What is known of one interview.
  public struct Interview: Hashable, Sendable {
    public var started: CivilMoment?
    public var ended: CivilMoment?
    /// How it was held, as the file has it, such as `capi` or `web`.
    public var mode: String?
    /// How it came out, as the file has it: a code of AAPOR such as `1.1`, or the fieldwork's own.
    public var disposition: String?
    /// The pseudonymous interviewer; see ``DesignVariables/interviewers``.
    public var interviewer: String?
    /// How far it got, by its answers.
    public var status = InterviewStatus.complete

    public init(
      started: CivilMoment? = nil, ended: CivilMoment? = nil, mode: String? = nil,
      disposition: String? = nil, interviewer: String? = nil
    ) {
      self.started = started
      self.ended = ended
      self.mode = mode
      self.disposition = disposition
      self.interviewer = interviewer
    }

    /// The seconds from start to end; nil where either is not known to the minute, or the end lies
    /// before the start.
    public var duration: Double? {
      guard let started, let ended, let seconds = ended.seconds(since: started), seconds >= 0
      else { return nil }
      return seconds
    }
  }

  /// How far each interview got, by its answers.
  public var statuses: [InterviewStatus]
  /// What is known besides; nil where it is known of none.
  private var started: [CivilMoment?]?
  private var ended: [CivilMoment?]?
  private var modes: [String?]?
  private var dispositions: [String?]?
  private var interviewers: [String?]?

  /// - Precondition: Each column has as many elements as there are statuses.
  public init(
    statuses: [InterviewStatus], started: [CivilMoment?]? = nil, ended: [CivilMoment?]? = nil,
    modes: [String?]? = nil, dispositions: [String?]? = nil, interviewers: [String?]? = nil
  ) {
    precondition(
      [started?.count, ended?.count, modes?.count, dispositions?.count, interviewers?.count]
        .allSatisfy { $0 ?? statuses.count == statuses.count }, "an element for each interview")
    func known<Value>(_ column: [Value?]?) -> [Value?]? {
      column.flatMap { $0.contains { $0 != nil } ? $0 : nil }
    }
    self.statuses = statuses
    (self.started, self.ended, self.modes) = (known(started), known(ended), known(modes))
    (self.dispositions, self.interviewers) = (known(dispositions), known(interviewers))
  }

  public init(_ interviews: some Sequence<Interview>) {
    let all = Array(interviews)
    self.init(
      statuses: all.map(\.status), started: all.map(\.started), ended: all.map(\.ended),
      modes: all.map(\.mode), dispositions: all.map(\.disposition),
      interviewers: all.map(\.interviewer))
  }

  /// Creates entries of interviews of which nothing is known.
  public init(unknownFor count: Int) {
    self.init(statuses: Array(repeating: .complete, count: count))
  }

  /// The entries one by one.
  public var interviews: Interviews { Interviews(paradata: self) }

  /// The entries of some of the interviews, in the order given.
  public func picking(_ rows: [Int]) -> Paradata {
    func pick<Value>(_ column: [Value]) -> [Value] { rows.map { column[$0] } }
    return Paradata(
      statuses: pick(statuses), started: started.map(pick), ended: ended.map(pick),
      modes: modes.map(pick), dispositions: dispositions.map(pick),
      interviewers: interviewers.map(pick))
  }

  /// The entries of these interviews and, behind them, of others.
  public func appending(_ other: Paradata) -> Paradata {
    func joined<Value>(_ path: KeyPath<Paradata, [Value?]?>) -> [Value?]? {
      let (first, second) = (self[keyPath: path], other[keyPath: path])
      guard first != nil || second != nil else { return nil }
      return (first ?? Array(repeating: nil, count: statuses.count))
        + (second ?? Array(repeating: nil, count: other.statuses.count))
    }
    return Paradata(
      statuses: statuses + other.statuses, started: joined(\.started), ended: joined(\.ended),
      modes: joined(\.modes), dispositions: joined(\.dispositions),
      interviewers: joined(\.interviewers))
  }

  fileprivate func interview(_ place: Int) -> Interview {
    var interview = Interview(
      started: started?[place], ended: ended?[place], mode: modes?[place],
      disposition: dispositions?[place], interviewer: interviewers?[place])
    interview.status = statuses[place]
    return interview
  }

  /// The entries of interviews, made from their columns as they are asked for.
  public struct Interviews: RandomAccessCollection, Sendable {
    fileprivate let paradata: Paradata
    public var startIndex: Int { 0 }
    public var endIndex: Int { paradata.statuses.count }
    public subscript(place: Int) -> Interview { paradata.interview(place) }
  }
}
