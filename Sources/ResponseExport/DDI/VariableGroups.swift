import SurveyModel

/// Variables that belong together in a description.
struct VariableGroup {
  /// `type` of DDI's `varGrp`.
  enum Kind: String {
    /// The choices of one question with several answers.
    case multipleResponse = "multipleResp"
    /// Questions of one group that share their answers.
    case grid
    /// A group of the questionnaire.
    case section
  }

  var kind: Kind
  var name: String
  var label: Label
  /// Places among the export's variables.
  var places: [Int]
}

extension DataExport {
  /// Choices of one question, then batteries and sections of the questionnaire, in its order.
  var variableGroups: [VariableGroup] {
    var several: [VariableGroup] = []
    var groups: [VariableGroup] = []
    for (place, variable) in variables.enumerated() {
      guard let question = variable.question else { continue }
      if case .selectMultiple = question.kind {
        if place > 0, variables[place - 1].question == question, !several.isEmpty {
          several[several.count - 1].places.append(place)
        } else {
          several.append(
            VariableGroup(
              kind: .multipleResponse, name: question.name, label: question.label,
              places: [place]))
        }
      }
      guard let name = question.groups.last else { continue }
      if let index = groups.firstIndex(where: { $0.name == name }) {
        groups[index].places.append(place)
      } else {
        groups.append(
          VariableGroup(
            kind: .section, name: name, label: groupLabels[name] ?? Label(), places: [place]))
      }
    }
    for index in groups.indices where isGrid(groups[index].places) { groups[index].kind = .grid }
    return several + groups
  }

  /// Whether there are two questions or more, all of them closed with the same answers.
  private func isGrid(_ places: [Int]) -> Bool {
    let lists = places.map { place -> [Choice]? in
      guard case .selectOne(let list)? = variables[place].question?.kind else { return nil }
      return list.choices
    }
    guard places.count > 1, let first = lists.first ?? nil else { return false }
    return lists.allSatisfy { list in
      list?.map(\.name) == first.map(\.name) && list?.map(\.label) == first.map(\.label)
    }
  }
}
