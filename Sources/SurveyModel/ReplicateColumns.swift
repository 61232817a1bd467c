/// Columns of replicate weights, as the producer of the data made them.
public struct ReplicateColumns: Hashable, Sendable {
  /// How they were made, which decides by what their spread is multiplied.
  public enum Method: Hashable, Sendable {
    /// `jk1`: each cluster left out in turn.
    case jackknife
    /// `jkn`: in each stratum each cluster left out in turn; the scales of the replicates are told.
    case stratifiedJackknife
    /// `brr`: balanced half-samples.
    case balanced
    /// `fay 0.3`: with Fay's factor, 0…1.
    case fay(Double)
    /// `bootstrap`.
    case bootstrap
    /// `sdr`: successive differences.
    case successiveDifferences
  }

  public var making: Making
  /// One column for each replicate, with a weight (or factor) for each interview.
  public var columns: [[Double]]

  public init(_ making: Making, columns: [[Double]]) {
    self.making = making
    self.columns = columns
  }

  /// `replicate-method` of `sources.csv`: the method, then `factors` and `mse` where they hold.
  ///
  ///     ReplicateColumns.Making("fay 0.3 mse")
  public struct Making: Hashable, Sendable {
    public var method: Method
    /// `factors`: the columns multiply the weight; otherwise they are weights themselves (R:
    /// `combined.weights = FALSE`).
    public var areFactors: Bool
    /// `mse`: deviations are from the estimate of the whole sample; otherwise from the mean of the
    /// replicates (R: `mse = TRUE`).
    public var isCentredOnSample: Bool
    /// Of `jkn`, what each replicate's square is multiplied by, (nₕ − 1)/nₕ of its stratum, times what
    /// is left of the population (R: `rscales`); empty for the others.
    public var scales: [Double] = []

    public init(_ method: Method, areFactors: Bool = false, isCentredOnSample: Bool = false) {
      self.method = method
      self.areFactors = areFactors
      self.isCentredOnSample = isCentredOnSample
    }

    /// - Returns: Nil where the text names none of the methods, or says more than is known.
    public init?(_ text: String) {
      var words = text.lowercased().split(separator: " ").map(String.init)
      let options = Set(words.filter { ["factors", "mse"].contains($0) })
      words.removeAll(where: options.contains)
      guard let method = Method(words) else { return nil }
      self.init(
        method, areFactors: options.contains("factors"),
        isCentredOnSample: options.contains("mse"))
    }
  }
}

extension ReplicateColumns.Method {
  fileprivate init?(_ words: [String]) {
    switch (words.first, words.count) {
    case ("jk1", 1): self = .jackknife
    case ("jkn", 1): self = .stratifiedJackknife
    case ("brr", 1): self = .balanced
    case ("bootstrap", 1): self = .bootstrap
    case ("sdr", 1): self = .successiveDifferences
    case ("fay", 2):
      guard let factor = Double(words[1]), factor >= 0, factor < 1 else { return nil }
      self = .fay(factor)
    default: return nil
    }
  }
}
