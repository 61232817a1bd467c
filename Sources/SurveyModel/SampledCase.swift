/// A row of `contacts.csv`: one attempt to reach a case.
public struct ContactAttempt: Hashable, Sendable {
  public var wave: String
  public var city: String
  /// The case's name in `cases.csv`.
  public var caseName: String
  /// From 1.
  public var attempt: Int
  /// When it was made, as the sheet has it; "" where it is not told.
  public var time: String
  public var interviewer: String
  public var mode: String
  /// The AAPOR code as text: `2.10` is not 2.1.
  public var disposition: String
  public var location: SourceLocation

  public init(
    wave: String, city: String, caseName: String, attempt: Int, time: String = "",
    interviewer: String = "", mode: String = "", disposition: String,
    at location: SourceLocation = SourceLocation(file: "contacts.csv")
  ) {
    self.wave = wave
    self.city = city
    self.caseName = caseName
    self.attempt = attempt
    self.time = time
    self.interviewer = interviewer
    self.mode = mode
    self.disposition = disposition
    self.location = location
  }
}

/// A row of `cases.csv`: an address or person that was drawn, whether it answered or not.
public struct SampledCase: Hashable, Sendable {
  public var wave: String
  public var city: String
  /// The identifier of its interview, where it has one.
  public var name: String
  /// The base weight; nil where all cases had the same chance.
  public var weight: Double?
  public var stratum: String?
  public var cluster: String?
  /// What is known of it without an interview, by the name of the column.
  public var traits: [String: String]
  public var location: SourceLocation

  public init(
    wave: String, city: String, name: String, weight: Double? = nil, stratum: String? = nil,
    cluster: String? = nil, traits: [String: String] = [:],
    at location: SourceLocation = SourceLocation(file: "cases.csv")
  ) {
    self.wave = wave
    self.city = city
    self.name = name
    self.weight = weight
    self.stratum = stratum
    self.cluster = cluster
    self.traits = traits
    self.location = location
  }

  public var key: SampleKey { SampleKey(city: city, wave: wave) }

  /// The end of a column's name in `cases.csv` that says that it holds numbers, not categories.
  private static let numberMark = "::number"

  /// Whether a trait is a number, by the name of its column.
  public static func isNumber(_ trait: String) -> Bool { trait.hasSuffix(numberMark) }

  /// What a trait is called, without what the column's name says of its kind.
  public static func plainName(of trait: String) -> String {
    isNumber(trait) ? String(trait.dropLast(numberMark.count)) : trait
  }
}

/// The rows of `cases.csv` and `contacts.csv`, each of a city and wave at hand.
public struct CaseRecords: Hashable, Sendable {
  public let cases: [SampledCase]
  public let contacts: [ContactAttempt]
  private let casesByKey: [SampleKey: [SampledCase]]
  private let contactsByKey: [SampleKey: [ContactAttempt]]

  public init(cases: [SampledCase] = [], contacts: [ContactAttempt] = []) {
    self.cases = cases
    self.contacts = contacts
    casesByKey = Dictionary(grouping: cases, by: \.key)
    contactsByKey = Dictionary(grouping: contacts, by: \.key)
  }

  /// - Complexity: O(1), as of the attempts.
  public func cases(of key: SampleKey) -> [SampledCase] { casesByKey[key] ?? [] }
  public func contacts(of key: SampleKey) -> [ContactAttempt] { contactsByKey[key] ?? [] }
}

extension ContactAttempt {
  public var key: SampleKey { SampleKey(city: city, wave: wave) }

  /// How the attempt ended, in AAPOR's groups, those that decide of a case first: the decision
  /// *Weights that make up for nonresponse* says why in this order.
  ///
  /// > American Association for Public Opinion Research (2015). *Standard Definitions*, 8th edition.
  public enum Outcome: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// 1.1.
    case complete
    /// 1.2.
    case partial
    /// 4: found to be none of the population; what was found out about a case stays true of it.
    case notEligible
    /// 2.1: refusals and break-offs.
    case refusal
    /// 2.3: others of the population who were not interviewed.
    case other
    /// 2.2.
    case nonContact
    /// 3.
    case unknownEligibility

    public static func < (first: Outcome, second: Outcome) -> Bool {
      first.rawValue < second.rawValue
    }

    /// - Parameter disposition: AAPOR's code, such as `2.11`.
    /// - Returns: nil for a code of no group.
    public init?(disposition: String) {
      let digits = disposition.filter { $0 != "." && $0 != "," }
      switch digits {
      case _ where digits.hasPrefix("12"): self = .partial
      case _ where digits.hasPrefix("1"): self = .complete
      case _ where digits.hasPrefix("21"): self = .refusal
      case _ where digits.hasPrefix("22"): self = .nonContact
      case _ where digits.hasPrefix("2"): self = .other
      case _ where digits.hasPrefix("3"): self = .unknownEligibility
      case _ where digits.hasPrefix("4"): self = .notEligible
      default: return nil
      }
    }
  }

  /// The attempt whose disposition is the case's final one: an interview goes before all else, then
  /// that the case is none of the population, a refusal, other reasons of people of the population,
  /// no contact, and last that nothing is known; of two alike the later attempt counts.
  ///
  /// - Parameter attempts: Those of one case, in any order.
  public static func final(of attempts: [ContactAttempt]) -> ContactAttempt? {
    attempts.filter { Outcome(disposition: $0.disposition) != nil }.min { first, second in
      let (a, b) = (
        Outcome(disposition: first.disposition) ?? .unknownEligibility,
        Outcome(disposition: second.disposition) ?? .unknownEligibility
      )
      return (a, second.attempt) < (b, first.attempt)
    }
  }
}
