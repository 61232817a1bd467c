import SurveyModel

/// How many people share what may be known of each: the study's groups, city and stratum.
///
/// > L. Sweeney (2002). k-anonymity: a model for protecting privacy. *IJUFKS* 10(5), §3.
struct Anonymity {
  /// Fewest that should share a combination.
  static let minimum = 5

  /// Names of the variables that may be known.
  let variables: [String]
  /// Interviews whose combination fewer than ``minimum`` have.
  let exposed: Int
  let count: Int
  private let study: String
  /// What would help most: the variable that can be left out, and how many people are then exposed.
  private let remedy: (name: String, exposed: Int)?

  init(_ all: [ExportVariable], study: Study) {
    let known = Set(study.groupings.map(\.question) + ["city", "stratum"])
    let used = all.filter { known.contains($0.question?.name ?? $0.name) }
    variables = used.map(\.name)
    count = used.first?.count ?? 0
    self.study = study.settings.id
    let (cells, count) = (used.map(\.cells), count)
    exposed = Self.exposed(cells, count)
    remedy =
      exposed == 0
      ? nil
      : used.indices.compactMap { place -> (name: String, exposed: Int)? in
        // What --without can leave out: city and weight always come along.
        guard
          let name = used[place].question?.name ?? (used[place].name == "city" ? nil : "stratum")
        else { return nil }
        var others = cells
        others.remove(at: place)
        return (name, Self.exposed(others, count))
      }.min { $0.exposed < $1.exposed }
  }

  /// Interviews whose combination of cells fewer than ``minimum`` have.
  private static func exposed(_ columns: [[Int32]], _ count: Int) -> Int {
    var places = Array(repeating: Int64(0), count: count)
    var sizes: [Int] = [count]
    for column in columns {
      var numbers: [Int64: Int64] = [:]
      sizes = []
      for row in 0..<count {
        let key = places[row] << 32 | Int64(column[row])
        let next = Int64(sizes.count)
        let place = numbers[key, default: next]
        if place == next {
          numbers[key] = next
          sizes.append(0)
        }
        places[row] = place
        sizes[Int(place)] += 1
      }
    }
    return sizes.filter { $0 < minimum }.reduce(0, +)
  }

  var diagnostics: [Diagnostic] {
    guard exposed > 0 else { return [] }
    let fix =
      remedy.map {
        $0.exposed < exposed
          ? "leave out what tells people apart best, with --without \($0.name), after which it is"
            + " \($0.exposed); or do not hand the file on"
          : "leaving out any one of these does not help: leave out several with --without, or do"
            + " not hand the file on"
      } ?? "do not hand the file on: none of these can be left out"
    return [
      Diagnostic(
        .warning, "k-anonymity",
        "\(exposed) of \(count) people share \(variables.joined(separator: ", ")) with fewer than"
          + " \(Self.minimum - 1) others and could be recognised",
        fix: fix, at: SourceLocation(file: study))
    ]
  }
}

extension ExportVariable {
  /// A number for each interview, the same where the cells of the file are.
  fileprivate var cells: [Int32] {
    switch content {
    case .codes(let places, let codes):
      // The codes' own places, then a number for each code that means no answer.
      var numbers: [String: Int32] = [:]
      return places.indices.map { row in
        guard let none = missing[row] else { return places[row] }
        if let number = numbers[none.name] { return number }
        let next = Int32(codes.count + numbers.count)
        numbers[none.name] = next
        return next
      }
    case .numbers, .texts:
      var numbers: [String: Int32] = [:]
      return (0..<count).map { row in
        let next = Int32(numbers.count)
        let text = csvText(row: row)
        if let number = numbers[text] { return number }
        numbers[text] = next
        return next
      }
    }
  }
}
