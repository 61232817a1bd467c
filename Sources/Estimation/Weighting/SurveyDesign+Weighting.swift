import NumericalMethods

extension SurveyDesign {
  /// The design with weights that add up to the population's margins, by iterative proportional
  /// fitting (R: `rake`).
  ///
  /// The base weights are multiplied by a factor for each category of each margin until all
  /// margins hold. Standard errors of the new design know it: they are those of the residuals from
  /// the margins. An interview whose category is not known is kept: those of a margin keep their
  /// share of the base weights together, and the population's shares apply to the others.
  ///
  /// - Parameters:
  ///   - margins: Population counts by category, and each interview's category.
  ///   - options: Limits of weights, tolerance, what to do with different totals.
  /// - Returns: A design with a ``passport``, its weights adding up to the first margin's total.
  ///   O(interviews × margins + iterations × cells × margins); a cell is a combination of
  ///   categories, and of the base weight too where there are limits.
  /// - Throws: ``WeightingError``, where margins and interviews do not fit.
  /// > W. Deming, F. Stephan (1940). "On a least squares adjustment of a sampled frequency table
  /// > when the expected marginal totals are known". *Annals of Mathematical Statistics* 11(4).
  public func raked(
    to margins: [PopulationMargin], options: WeightingOptions = WeightingOptions()
  ) throws(WeightingError) -> SurveyDesign {
    try calibrated(to: margins, options: options.with(.iterative))
  }

  /// The design whose weights in each category of a margin add up to its people
  /// (R: `postStratify`); see ``raked(to:options:)``.
  ///
  /// - Parameter margin: Often a crossed one: every category that it names has respondents.
  /// > D. Holt, T. M. F. Smith (1979). "Post stratification". *JRSS A* 142(1).
  public func poststratified(
    to margin: PopulationMargin, options: WeightingOptions = WeightingOptions()
  ) throws(WeightingError) -> SurveyDesign {
    try calibrated(to: [margin], options: options.with(.poststratification))
  }

  /// The design with weights near to the base weights that hit all the known totals
  /// (R: `calibrate`).
  ///
  ///     w = d F(xᵀλ),  Σ w x = X;  F by ``WeightingOptions/method``
  ///
  /// Standard errors are those of the residuals eᵢ of a regression on x by the base weights,
  /// Σ w e, as in R.
  ///
  /// - Parameters:
  ///   - margins: Categories; see ``raked(to:options:)`` for those of unknown category. With
  ///     margins, base weights are scaled to the first one's total before they are calibrated.
  ///   - totals: Sums of numbers; the iterative methods take none.
  /// - Returns: A design with a ``passport``. O(iterations × units × columns²), the units being
  ///   cells, or interviews where there are totals.
  /// - Throws: ``WeightingError``.
  /// > J.-C. Deville, C.-E. Särndal (1992). "Calibration estimators in survey sampling".
  /// > *JASA* 87. — J.-C. Deville, C.-E. Särndal, O. Sautory (1993). "Generalized raking procedures
  /// > in survey sampling". *JASA* 88.
  public func calibrated(
    to margins: [PopulationMargin], totals: [PopulationTotal] = [],
    options: WeightingOptions
  ) throws(WeightingError) -> SurveyDesign {
    let task = try WeightingTask(self, margins: margins, totals: totals, options: options)
    let outcome = try task.run(masses: task.units.masses)
    let weights = task.weights(outcome.factors, base: self.weights)
    let calibration = task.calibration(base: self.weights, weights: weights)
    return reweighted(
      to: weights, by: calibration,
      passport: WeightingRecord(task: task, base: self.weights, weights: weights).passport(outcome))
  }
}

extension WeightingOptions {
  func with(_ method: WeightingMethod) -> WeightingOptions {
    var options = self
    options.method = method
    return options
  }
}
