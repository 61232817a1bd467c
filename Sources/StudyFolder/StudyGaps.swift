import SurveyModel

/// What a city or wave lacks beside the others: margins, contacts, texts.
///
/// What no city and wave has is no gap: a study may do without.
public struct StudyGaps: Sendable {
  public private(set) var diagnostics: [Diagnostic] = []

  private let samples: [SampleKey]

  /// - Parameter samples: The cities and waves that have answers.
  public init(_ study: Study, samples: [SampleKey]) {
    self.samples = samples
    var groups: [String] = []
    for margin in study.margins where !groups.contains(margin.group.name) {
      groups.append(margin.group.name)
    }
    for group in groups {
      let rows = study.margins.filter { $0.group.name == group }
      tell(
        "margins.csv", "no margins of group '\(group)'", "its answers are not weighted to it",
        "add its rows to margins.csv"
      ) { sample in rows.contains { $0.key == sample } }
    }
    tell(
      "fieldwork.csv", "no contacts", "its response rate is not known",
      "add its rows to fieldwork.csv"
    ) { sample in
      study.fieldwork.contains { $0.key == sample }
    }
    var texts: [(section: String, language: String)] = []
    for text in study.texts
    where !texts.contains(where: { $0 == (text.section, text.language) }) {
      texts.append((text.section, text.language))
    }
    for (section, language) in texts {
      tell(
        "texts.csv", "no text '\(section)' in '\(language)'", "its report goes without",
        "add its rows to texts.csv, or * for all"
      ) { sample in
        study.texts.contains {
          $0.section == section && $0.language == language
            && [nil, sample.city].contains($0.city) && [nil, sample.wave].contains($0.wave)
        }
      }
    }
  }

  private mutating func tell(
    _ sheet: String, _ what: String, _ consequence: String, _ fix: String,
    has: (SampleKey) -> Bool
  ) {
    let lacking = samples.filter { !has($0) }
    guard !lacking.isEmpty, lacking.count < samples.count else { return }
    let others = samples.count - lacking.count
    let names = lacking.prefix(6).map { "city \($0.city), wave \($0.wave)" }
    let more = lacking.count > 6 ? " and \(lacking.count - 6) more" : ""
    let verb = lacking.count == 1 ? "has" : "have"
    diagnostics.append(
      Diagnostic(
        .warning, "lacking-beside-others",
        "\(names.joined(separator: "; "))\(more) \(verb) \(what), unlike \(others) "
          + "\(others == 1 ? "other" : "others"): \(consequence)", fix: fix,
        at: SourceLocation(file: sheet)))
  }
}
