import NumericalMethods
import StudyFolder
import SurveyModel

extension StudySimulation {
  /// The files of a simulated study, with all the damage that the truth plans: the field files that
  /// `sources.csv` names, `fieldwork.csv` and `margins.csv`.
  ///
  /// - Parameter seed: That of `study.csv`, where nil.
  /// - Returns: Paths are relative to the study's folder.
  public func files(seed: UInt64? = nil) -> [OutputFile] {
    let drawn = drawnFiles(seed: seed)
    return drawn.fieldFiles + drawn.sheets
  }

  /// The files of a simulated study, field files and sheets apart.
  public func drawnFiles(
    seed: UInt64? = nil
  ) -> (fieldFiles: [OutputFile], sheets: [OutputFile]) {
    let seed = seed ?? study.settings.seed
    var files: [OutputFile] = []
    var contacts: [[String]] = []
    for scenario in scenarios {
      var drawing = Drawing(scenario, seed: seed, withFalsifier: true)
      files.append(fieldFile(drawing.sample(), scenario, seed: seed))
      contacts += dispositions(drawing.respondents, scenario)
    }
    let sheets = [
      sheet("fieldwork.csv", ["wave", "city", "disposition", "count"], contacts),
      sheet(
        "margins.csv",
        ["city", "wave", "group", "category", "population", "source", "date"],
        margins().map {
          [
            $0.city, $0.wave, $0.group.name, $0.category.name, String(Int($0.population)),
            $0.source, $0.date,
          ]
        }),
    ]
    return (files, sheets)
  }

  private func fieldFile(_ sample: Sample, _ scenario: Scenario, seed: UInt64) -> OutputFile {
    let style = fileStyles[scenario.place] ?? FieldFileStyle()
    var file = FieldFile(sample, scenario, style, study.missingCodes)
    let stream = RandomStream(seed: seed).split("damage")
      .split(scenario.place.wave).split(scenario.place.city)
    file.damage(damage[scenario.place] ?? [], stream)
    return OutputFile(path: scenario.source.file, bytes: file.bytes)
  }

  private func dispositions(_ respondents: Respondents, _ scenario: Scenario) -> [[String]] {
    let place = scenario.place
    let others = zip(scenario.fieldwork.outcomes, respondents.outcomes).map {
      (code: $0.code, count: $1)
    }
    return ([(code: "1.1", count: respondents.count)] + others).map {
      [place.wave, place.city, $0.code, String($0.count)]
    }
  }

  private func sheet(_ path: String, _ header: [String], _ rows: [[String]]) -> OutputFile {
    let lines = ([header] + rows).map { $0.joined(separator: ",") + "\n" }
    return OutputFile(path: path, text: lines.joined())
  }
}
