import SurveyModel
import TextFormats

extension Sample {
  /// A message in which names of strata and points are shown only if they can be codes or stand in three
  /// interviews at least: a name that one record has may be a shifted answer.
  func hidingRareNames(in message: String) -> String {
    let columns =
      [design.strata, design.clusters] + design.laterStages.flatMap { [$0.strata, $0.clusters] }
    var counts: [String: Int] = [:]
    for name in columns.compactMap(\.self).joined() { counts[name, default: 0] += 1 }
    return counts.reduce(message) { message, entry in
      let value = FoundValue(entry.key)
      guard entry.value < 3, !value.isShown, message.contains("'\(entry.key)'") else {
        return message
      }
      return message.replacing("'\(entry.key)'", with: "'…' (\(value.words))")
    }
  }
}
