import Estimation
import SurveyAnalysis
import SurveyModel

/// The change of a question that was put into other words, over a wave that asked a part of its people in
/// the earlier words: what the new words add is subtracted, and its variance is in the change's.
public struct BridgedChange: Sendable {
  public var city: String
  public var question: String
  /// Nil where the figure is a mean.
  public var choice: String?
  /// Whether a mean is in points from 0 to 100.
  public var isInPoints: Bool
  /// The wave of the split ballot.
  public var wave: String
  public var earlier: Estimate
  public var later: Estimate
  /// What the new words add to the figure.
  public var effect: Estimate
  /// Later minus effect minus earlier.
  public var difference: Difference
}

/// A bridged change that cannot be computed.
public struct MissingBridge: Hashable, Sendable {
  public var city: String
  public var ballot: SplitBallot
  public var reason: String
}

/// A bridged change before its family is known.
struct PendingBridgedChange {
  private let city: String
  private let ballot: SplitBallot
  private let figure: SplitBallot.Figure
  let difference: UntestedDifference

  /// The changes of all questions whose words a split ballot bridges, in the order of the cities; and
  /// what could not be made.
  static func all(
    _ aligned: [AlignedWaves], from earlier: String, to later: String, in weighted: WeightedStudy
  ) -> (changes: [PendingBridgedChange], missing: [MissingBridge]) {
    let ballots = weighted.study.splitBallots(from: earlier, to: later)
    var (changes, missing): ([PendingBridgedChange], [MissingBridge]) = ([], [])
    for waves in aligned {
      for ballot in ballots where waves.difference[ballot.question]?.allowsChange == false {
        let city = waves.later.city
        do throws(SplitBallot.Failure) {
          let figures = try weighted.bridged(ballot, city: city, from: earlier, to: later)
          let conventions = weighted.study.conventions
          changes += figures.map { figure in
            PendingBridgedChange(
              city: city, ballot: ballot, figure: figure,
              difference: UntestedDifference(
                figure.change,
                zone: figure.choice == nil && figure.isInPoints ? conventions.scoreZone : .none))
          }
        } catch {
          missing.append(MissingBridge(city: city, ballot: ballot, reason: error.description))
        }
      }
    }
    return (changes, missing)
  }

  func change(with difference: Difference) -> BridgedChange {
    BridgedChange(
      city: city, question: ballot.question, choice: figure.choice, isInPoints: figure.isInPoints,
      wave: ballot.wave, earlier: figure.earlier, later: figure.later, effect: figure.effect,
      difference: difference)
  }
}

extension Study {
  /// Split ballots between two waves: after the earlier one, in the later one at the latest.
  fileprivate func splitBallots(from earlier: String, to later: String) -> [SplitBallot] {
    let names = waves.map(\.name)
    guard let first = names.firstIndex(of: earlier), let last = names.firstIndex(of: later),
      first < last
    else { return [] }
    return names[(first + 1)...last].flatMap { wave in
      crosswalk.decided(in: wave).compactMap { row in
        row.bridge.map { SplitBallot(row.question, inOldWords: $0, wave: wave) }
      }
    }
  }
}
