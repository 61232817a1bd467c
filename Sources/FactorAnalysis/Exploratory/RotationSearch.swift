import NumericalMethods
import Parallelism

/// What the starts of a rotation led to.
///
/// A rotation that only some starts reach, with other minima close to it, is one reading of the
/// items among several: look at the others before naming factors.
public struct RotationSearch: Hashable, Sendable {
  /// A solution that some starts ended in.
  public struct LocalMinimum: Hashable, Sendable {
    /// The criterion there; see ``FactorRotation``.
    public let criterion: Double
    /// How many starts ended there.
    public let starts: Int
  }

  /// The criterion's lowest value, that of the solution taken.
  public let criterion: Double
  /// How many starts were tried, the unrotated solution among them.
  public let starts: Int
  /// How many of them reached the lowest value.
  public let startsAtBest: Int
  /// How many did not converge.
  public let startsNotConverged: Int
  /// The other values, from the lowest to the highest, 10⁻⁶ or more apart.
  public let localMinima: [LocalMinimum]

  /// - Parameter values: One for each start, nil where it did not converge; not all are nil.
  init(_ values: [Double?]) {
    var found: [LocalMinimum] = []
    for value in values.compactMap(\.self).sorted() {
      if let last = found.last, value - last.criterion <= Self.separation * max(1, abs(value)) {
        found[found.count - 1] = LocalMinimum(criterion: last.criterion, starts: last.starts + 1)
      } else {
        found.append(LocalMinimum(criterion: value, starts: 1))
      }
    }
    starts = values.count
    startsNotConverged = values.count { $0 == nil }
    criterion = found.first?.criterion ?? .nan
    startsAtBest = found.first?.starts ?? 0
    localMinima = Array(found.dropFirst())
  }

  /// How far apart, of values above 1 relatively, two minima are two.
  static let separation = 1e-6
}

extension GradientProjection {
  /// The best of the unrotated solution and random orthogonal starts; of equally good ones the
  /// first.
  ///
  /// - Throws: Where no start converged.
  func search(
    starts: Int, seed: UInt64
  ) throws(FactorAnalysisError) -> (state: State, search: RotationSearch) {
    let root = RandomStream(seed: seed).split("rotation")
    let ends = concurrentMap(starts) { index in
      minimum(from: index == 0 ? .identity(loadings.columns) : start(root.split(UInt64(index))))
    }
    let reached = ends.map { end in end.flatMap { $0.isConverged ? $0 : nil } }
    let search = RotationSearch(reached.map { $0?.value })
    let enough = search.criterion + 1e-3 * RotationSearch.separation
    guard let best = reached.compactMap(\.self).first(where: { $0.value <= enough }) else {
      throw .notConverged(gradient: ends.compactMap { $0?.length }.min() ?? .infinity)
    }
    return (best, search)
  }

  /// A random orthogonal matrix, each equally likely.
  private func start(_ stream: RandomStream) -> Matrix {
    var stream = stream
    let size = loadings.columns
    let normal = Matrix(
      rows: size, columns: size, elements: (0..<size * size).map { _ in stream.normal() })
    return normal.polarFactor ?? .identity(size)
  }
}
