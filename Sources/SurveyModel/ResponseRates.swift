/// How contacts ended, in the groups of AAPOR's Standard Definitions.
///
/// > American Association for Public Opinion Research (2015). *Standard Definitions*, 8th edition,
/// > "Calculating outcome rates".
public struct ContactOutcomes: Hashable, Sendable {
  /// I, codes 1.1.
  public var completes = 0
  /// P, codes 1.2.
  public var partials = 0
  /// R, codes 2.1: refusals and break-offs.
  public var refusals = 0
  /// NC, codes 2.2.
  public var nonContacts = 0
  /// O, codes 2.3: other eligible persons not interviewed.
  public var others = 0
  /// UH and UO, codes 3: not known whether anybody eligible lives there.
  public var unknown = 0
  /// Codes 4 without 4.80.
  public var notEligible = 0
  /// Code 4.80: the quota was full; in no denominator.
  public var quotaFilled = 0

  /// - Parameter counts: Dispositions of one city and wave; codes of no group are left out.
  public init(_ counts: [FieldworkCount]) {
    for count in counts { add(count) }
  }

  private mutating func add(_ count: FieldworkCount) {
    switch ContactAttempt.Outcome(disposition: count.disposition) {
    case .complete: completes += count.count
    case .partial: partials += count.count
    case .refusal: refusals += count.count
    case .nonContact: nonContacts += count.count
    case .other: others += count.count
    case .unknownEligibility: unknown += count.count
    case .notEligible where count.disposition.filter(\.isNumber).hasPrefix("48"):
      quotaFilled += count.count
    case .notEligible: notEligible += count.count
    case nil: break
    }
  }
}

extension ContactOutcomes {
  /// Which of the contacts count as eligible.
  public enum RateDefinition: Hashable, Sendable {
    /// All of unknown eligibility count: I / ((I+P) + (R+NC+O) + U).
    case rr1
    /// The estimated share e of them: I / ((I+P) + (R+NC+O) + e·U), where e is the share of the
    /// eligible among those whose eligibility is known.
    case rr3
  }

  private var eligible: Int { completes + partials + refusals + nonContacts + others }

  /// The response rate, 0…1; nil where there were no contacts.
  public func responseRate(_ definition: RateDefinition) -> Double? {
    rate(completes, of: Double(eligible) + eligibleShare(definition) * Double(unknown))
  }

  /// COOP1, 0…1: I / (I + P + R + O); nil where nobody was reached.
  public var cooperationRate: Double? {
    rate(completes, of: Double(completes + partials + refusals + others))
  }

  /// REF1, 0…1: R / ((I+P) + (R+NC+O) + U).
  public var refusalRate: Double? { rate(refusals, of: Double(eligible + unknown)) }

  /// CON1, 0…1: ((I+P) + R + O) / ((I+P) + R + O + NC + U).
  public var contactRate: Double? {
    rate(completes + partials + refusals + others, of: Double(eligible + unknown))
  }

  private func eligibleShare(_ definition: RateDefinition) -> Double {
    let known = eligible + notEligible
    return definition == .rr1 || known == 0 ? 1 : Double(eligible) / Double(known)
  }

  private func rate(_ part: Int, of whole: Double) -> Double? {
    whole > 0 ? Double(part) / whole : nil
  }
}
