import Foundation

/// A figure about too few people that the written bytes give away.
struct Finding: CustomStringConvertible {
  enum Kind: String {
    /// It stands there.
    case printed
    /// It follows from the others, nearly enough to be one.
    case mean, total, count
  }

  var kind: Kind
  var words: String
  var people: Int
  var interval: ClosedRange<Double>
  /// What the smallest published superset says alone.
  var implied: ClosedRange<Double>

  var description: String {
    func text(_ range: ClosedRange<Double>) -> String {
      String(format: "%.6g…%.6g", range.lowerBound, range.upperBound)
    }
    let beside = kind == .printed ? "" : ", where \(text(implied)) is known anyhow"
    return "\(kind.rawValue): \(words) (\(people) people) within \(text(interval))\(beside)"
  }
}

/// What an attack saw and found.
struct AttackReport {
  var relations = 0
  var hidden = 0
  /// Part of the scale that the narrowest interval of a hidden figure takes; 1 without any.
  var narrowest = 1.0
  var narrowestWords = ""
  var findings: [Finding] = []
  /// Where the attacker is wrong: relations and intervals that do not hold the truth.
  var mistakes: [String] = []

  mutating func narrow(_ width: Double, _ words: String) {
    guard width < narrowest else { return }
    (narrowest, narrowestWords) = (width, words)
  }

  static func += (one: inout AttackReport, other: AttackReport) {
    one.relations += other.relations
    one.hidden += other.hidden
    one.narrow(other.narrowest, other.narrowestWords)
    one.findings += other.findings
    one.mistakes += other.mistakes
  }

  func summary(_ name: String) -> String {
    var lines = [
      "\(name): \(relations) relations, \(hidden) hidden figures, narrowest interval "
        + String(format: "%.4f of the scale", narrowest)
        + (narrowestWords.isEmpty ? "" : " (\(narrowestWords))")
        + ", \(findings.count) findings, \(mistakes.count) mistakes"
    ]
    let told = findings.filter { $0.kind != .printed } + findings.filter { $0.kind == .printed }
    let kinds = Dictionary(grouping: findings, by: \.kind.rawValue).mapValues(\.count)
    lines +=
      kinds.isEmpty
      ? []
      : [
        "  "
          + kinds.sorted { $0.key < $1.key }.map { "\($0): \($1)" }
          .joined(separator: ", ")
      ]
    lines += told.prefix(25).map { "  \($0)" } + mistakes.prefix(10).map { "  MISTAKE \($0)" }
    return lines.joined(separator: "\n")
  }
}
