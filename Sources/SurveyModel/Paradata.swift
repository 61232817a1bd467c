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

  public var interviews: [Interview]

  public init(_ interviews: [Interview]) { self.interviews = interviews }

  /// Creates entries of interviews of which nothing is known.
  public init(unknownFor count: Int) {
    interviews = Array(repeating: Interview(), count: count)
  }

  /// The entries of some of the interviews, in the order given.
  public func picking(_ rows: [Int]) -> Paradata { Paradata(rows.map { interviews[$0] }) }
}
