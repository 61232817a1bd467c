import Foundation
import NumericalMethods

/// A survey and the file that a program wrote of it, all drawn from one seed.
struct PlantedDraw: CustomStringConvertible {
  let seed: Int
  let survey: PlantedSurvey
  let style: ExportStyle
  let table: ExportedTable
  let file: ExportedFile

  init(seed: Int) {
    self.seed = seed
    var random = RandomStream(seed: UInt64(seed))
    style = ExportStyle(random: &random)
    let wantsWords = [.kobo, .odkCentral, .briefcase, .surveyCTO].contains(style.program)
    survey = PlantedSurvey(wantsWords: wantsWords, random: &random)
    table = ExportedTable(survey, style, random: &random)
    file = ExportedFile(random: &random)
  }

  var bytes: Data {
    get throws { try file.data(of: table.rows) }
  }

  var description: String { "seed \(seed): \(style), \(file)" }
}
