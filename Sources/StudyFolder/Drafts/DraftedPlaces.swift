import SurveyModel
import TextFormats

/// A wave or a city as far as the files tell it.
struct DraftedPlace: Hashable {
  let name: String
  /// What stands for it in a column of the file; "" where that is the name.
  var code = ""
  var label = Label()
}

/// The waves and cities that the names of several files suggest.
struct DraftedPlaces {
  /// By the place of the file.
  private(set) var waves: [String] = []
  private(set) var cities: [String] = []
  /// Whether anything was read from the names.
  let isGuess: Bool

  /// - Parameter files: Names without folders.
  init(_ files: [String]) {
    isGuess = files.count > 1
    guard files.count > 1 else {
      (waves, cities) = (["w1"], ["city"])
      return
    }
    let parts = files.map(Self.parts)
    let shared = parts.dropFirst().reduce(Set(parts[0])) { $0.intersection($1) }
    for (place, words) in parts.enumerated() {
      let own = words.filter { !shared.contains($0) }
      let times = own.filter(Self.isOfTime)
      let others = own.filter { !Self.isOfTime($0) }
      waves.append(times.isEmpty ? "w1" : times.joined(separator: "-"))
      cities.append(
        others.isEmpty
          ? (times.isEmpty ? "city-\(place + 1)" : "city") : others.joined(separator: "-"))
    }
  }

  private static func parts(_ file: String) -> [String] {
    let bare = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    return bare.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// A year, `w2`, `q3`, `волна2`, or a number alone.
  private static func isOfTime(_ word: String) -> Bool {
    let letters = String(word.prefix { !$0.isNumber })
    let digits = word.dropFirst(letters.count)
    guard !digits.isEmpty, digits.allSatisfy(\.isNumber) else {
      return ["wave", "волна", "round", "раунд"].contains(word)
    }
    return ["", "w", "q", "wave", "волна", "в", "r", "round", "кв", "t"].contains(letters)
  }
}
