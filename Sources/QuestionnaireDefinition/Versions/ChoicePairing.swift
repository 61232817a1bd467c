import SurveyModel

/// Which choice of an earlier list is which of a later one: by label, else by code.
struct ChoicePairing {
  /// The place in the later list by that in the earlier one.
  private(set) var laterPlace: [Int: Int] = [:]
  /// How the labels of a pair differ, by the place in the earlier list; nothing where they are the same.
  private(set) var wordings: [Int: [WordingDifference]] = [:]
  private let earlier: ChoiceList
  private let later: ChoiceList
  /// The lists without their own codes before the labels.
  private let bare: (earlier: ChoiceList, later: ChoiceList)
  private let texts: FoldedTexts

  /// The pairs in the earlier list's order.
  var pairs: [(Int, Int)] {
    laterPlace.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  init(_ earlier: ChoiceList, _ later: ChoiceList, _ texts: FoldedTexts) {
    self.earlier = earlier
    self.later = later
    self.texts = texts
    bare = (earlier.withoutNumbering, later.withoutNumbering)
    pairByLabel(earlier, later)
    pairByLabel(bare.earlier, bare.later)
    pairByReason()
    noteWordings()
  }

  /// Places of the choices of both lists that have no counterpart.
  var loose: ([Int], [Int]) {
    (earlier.choices.indices.filter { laterPlace[$0] == nil }, looseLater)
  }

  private mutating func noteWordings() {
    for (old, new) in laterPlace where wordings[old] == nil {
      let differences = differences(old, new)
      if !differences.isEmpty { wordings[old] = differences }
    }
  }

  /// Labels that have the same words in a common language; of several, the one of the same code.
  private mutating func pairByLabel(_ earlier: ChoiceList, _ later: ChoiceList) {
    var byText: [String: [Int]] = [:]
    for (place, choice) in later.choices.enumerated() {
      for key in keys(choice) { byText[key, default: []].append(place) }
    }
    var taken = Set(laterPlace.values)
    for sameCode in [true, false] {
      for (place, choice) in earlier.choices.enumerated() where laterPlace[place] == nil {
        let alike = keys(choice).flatMap { byText[$0] ?? [] }.filter { !taken.contains($0) }
        guard
          let match = alike.first(where: { later.choices[$0].name == choice.name })
            ?? (sameCode ? nil : alike.first)
        else { continue }
        laterPlace[place] = match
        taken.insert(match)
      }
    }
  }

  /// The label in each language, as it is compared; a label without words is its code.
  private func keys(_ choice: Choice) -> [String] {
    choice.label.texts.map { language, text in
      let wording = texts[text]
      return wording.isEmpty ? "\(language) \(text)" : "\(language) \(wording.key)"
    }.sorted()
  }

  /// "Don't know" is one choice in whatever words; so are the other reasons.
  private mutating func pairByReason() {
    for (place, choice) in earlier.choices.enumerated() where laterPlace[place] == nil {
      guard let reason = choice.missing else { continue }
      let loose = looseLater.filter { later.choices[$0].missing == reason }
      let own = earlier.choices.indices.filter {
        earlier.choices[$0].missing == reason && laterPlace[$0] == nil
      }
      if loose.count == 1, own.count == 1 { laterPlace[place] = loose[0] }
    }
  }

  /// What is left and has the same code, unless its label says something quite different.
  ///
  /// - Parameter loose: Places that are no part of a division; those that find a counterpart are taken
  ///   out.
  mutating func pairByCode(_ loose: inout ([Int], [Int])) {
    for place in loose.0 {
      let choice = earlier.choices[place]
      guard
        let match = loose.1.first(where: { later.choices[$0].name == choice.name }),
        (choice.missing == nil) == (later.choices[match].missing == nil)
          || choice.label.isEmpty && later.choices[match].label.isEmpty,
        isAlike(bare.earlier.choices[place].label, bare.later.choices[match].label)
      else { continue }
      laterPlace[place] = match
      loose.1.removeAll { $0 == match }
    }
    loose.0.removeAll { laterPlace[$0] != nil }
    noteWordings()
  }

  private var looseLater: [Int] {
    let taken = Set(laterPlace.values)
    return later.choices.indices.filter { !taken.contains($0) }
  }

  private func isAlike(_ before: Label, _ after: Label) -> Bool {
    let common = CommonLanguages(before, after)
    guard !common.texts.isEmpty else { return true }
    if CoveredValues.areBoth(common.texts.map { ($0.before, $0.after) }, texts) { return false }
    return common.texts.contains {
      texts[$0.before].likeness(to: texts[$0.after]) >= 0.35
    }
  }

  private func differences(_ old: Int, _ new: Int) -> [WordingDifference] {
    let (before, after) = (earlier.choices[old].label, later.choices[new].label)
    guard before != after else { return [] }
    let own = differences(before, after)
    return own.contains(where: \.isOfSubstance)
      ? differences(bare.earlier.choices[old].label, bare.later.choices[new].label) : own
  }

  private func differences(_ before: Label, _ after: Label) -> [WordingDifference] {
    CommonLanguages(before, after).texts.compactMap {
      WordingDifference($0.before, $0.after, in: $0.language, texts)
    }
  }
}

extension ChoiceList {
  /// For each code the code of another list that stands under the same label, or for the same reason of
  /// no answer.
  package func counterparts(in other: ChoiceList) -> [String: String] {
    ChoicePairing(self, other, FoldedTexts()).pairs.reduce(into: [:]) { found, pair in
      found[choices[pair.0].name] = other.choices[pair.1].name
    }
  }
}
