import Estimation
import SurveyModel

extension ModelFit {
  /// By how much the predicted mean changes, on the average, for each category beside the first one
  /// and for a unit of each number, products of it included. The predictors count as known.
  ///
  /// - Parameter rounding: Of the coefficients; nil where they are exact.
  func effects(_ prediction: MeanPrediction, _ rounding: ModelRounding?) -> [ModelTerm] {
    let columns = variables.columns
    let effects = variables.variables.filter { $0.name != WaveSpans.mark }.flatMap {
      variable -> [(name: String, statistic: LinearisedStatistic)] in
      guard variable.isGroup else {
        return [(variable.name, effect(of: variable, prediction, columns))]
      }
      func average(_ category: Int) -> LinearisedStatistic {
        prediction.average(
          at: variables.setting([(variable.name, category)]).columns, predictors: .fixed)
      }
      guard variable.categories.count > 1 else { return [] }
      let first = average(0)
      return variable.categories.indices.dropFirst().map { category in
        ("\(variable.name)=\(variable.categories[category])", average(category) - first)
      }
    }
    let vector = scope.design.estimates(effects.map(\.statistic), names: effects.map(\.name))
    return vector.names.indices.map { place in
      let step = rounding?.step(ofEffect: variables[vector.names[place]])
      var term = ModelTerm(
        scope, .marginalEffect, vector.names[place], vector[place].rounded(to: step))
      term.step = step
      return term
    }
  }

  /// Of a number: the difference from 0 to 1 where it has no other values, else the slope.
  private func effect(
    of variable: ModelVariable, _ prediction: MeanPrediction, _ columns: [[Double]]
  ) -> LinearisedStatistic {
    let values = variable.predictors.first?.values.filter(\.isFinite) ?? []
    guard values.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      return prediction.averageSlope(
        at: columns, along: variables.directions(along: variable.name), predictors: .fixed)
    }
    func average(_ value: Double) -> LinearisedStatistic {
      prediction.average(
        at: variables.columns(setting: variable.name, to: value), predictors: .fixed)
    }
    return average(1) - average(0)
  }

  /// The predicted mean of each cell of the margins asked for, the other predictors as the people
  /// have them, and contrasts of those cells.
  ///
  /// - Parameter step: What the coefficients are rounded to, in the outcome's unit.
  func margins(_ prediction: MeanPrediction, _ step: Double?) -> [ModelTerm] {
    var terms: [ModelTerm] = []
    for names in query.marginNames {
      let cells = cells(of: names)
      let statistics = cells.map {
        prediction.average(at: variables.setting($0.places).columns, predictors: .sampled)
      }
      let vector = scope.design.estimates(
        statistics,
        names: cells.map { cell in
          zip(names, cell.categories).map { "\($0)=\($1)" }.joined(separator: ":")
        }
      ).rounded(to: step)
      terms += vector.names.indices.map {
        ModelTerm(scope, .margin, vector.names[$0], vector[$0])
      }
      let own = contrasts(of: cells.map { $0.categories.joined(separator: ":") }, vector)
      terms += own
    }
    return terms.map { term in
      var term = term
      if term.estimate != nil { term.step = step }
      return term
    }
  }

  private func contrasts(of cells: [String], _ vector: EstimateVector) -> [ModelTerm] {
    query.contrasts.map { contrast -> ModelTerm in
      var coefficients = cells.map { _ in 0.0 }
      for term in contrast.terms {
        guard let place = cells.firstIndex(of: term.name) else {
          return ModelTerm(
            scope, .contrast, contrast.expression, reason: .unknownCell(term.name, known: cells))
        }
        coefficients[place] += term.coefficient
      }
      return ModelTerm(scope, .contrast, contrast.expression, vector.contrast(coefficients))
    }.withAdjustedContrasts
  }

  private typealias Cell = (places: [(name: String, category: Int)], categories: [String])

  private func cells(of names: [String]) -> [Cell] {
    names.reduce([([], [])]) { cells, name in
      let categories = variables[name]?.categories ?? []
      return cells.flatMap { cell in
        categories.indices.map { place in
          (cell.places + [(name, place)], cell.categories + [categories[place]])
        }
      }
    }
  }
}

extension EstimateVector {
  /// What is made from rounded coefficients would tell the predictors' means if it were exact.
  fileprivate func rounded(to step: Double?) -> EstimateVector {
    step == nil ? self : having(estimates.map { $0.rounded(to: step) })
  }
}
