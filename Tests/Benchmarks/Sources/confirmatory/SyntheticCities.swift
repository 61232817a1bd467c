import FactorAnalysis
import StructuralModels
import Timing

/// Answers of 1 to 5 to items of one factor, by city; an item's loading and difficulty differ a
/// little between cities.
struct SyntheticCities {
  let names: [String]
  let answers: GroupedAnswers

  init(cities: Int, rows: Int, items: Int) {
    var numbers = UniformNumbers(seed: 1)
    let names = (0..<items).map { "i\($0)" }
    self.names = names
    var groups: [GroupedAnswers.Group] = []
    for city in 0..<cities {
      let factor = (0..<rows).map { _ in numbers.next() + numbers.next() }
      let columns = (0..<items).map { item in
        let loading = 0.8 + 0.4 * Double(item % 5) / 5 + 0.1 * numbers.next()
        let difficulty = 0.3 * numbers.next() + 0.2 * Double(city % 3)
        return factor.map { value in
          let latent = loading * value + 1.2 * (numbers.next() + numbers.next()) + difficulty
          return min(5, max(1, (0.5 + latent).rounded()))
        }
      }
      guard let answers = try? ItemAnswers(names: names, columns: columns) else { continue }
      groups.append(GroupedAnswers.Group(name: "city\(city)", answers: answers))
    }
    answers = GroupedAnswers(groups: groups)
  }

  /// The answers as a table with a column `city`.
  var csv: String {
    var lines = [(["city"] + names).joined(separator: ",")]
    for group in answers.groups {
      for row in group.answers.weights.indices {
        let values = group.answers.columns.map { "\(Int($0[row]))" }
        lines.append(([group.name] + values).joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
