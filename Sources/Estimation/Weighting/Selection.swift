extension [Double] {
  /// The element that would stand at a place were they sorted; O(n) on average.
  ///
  /// - Precondition: The place is one of the array's, and no element is NaN.
  /// > C. A. R. Hoare (1961). "Algorithm 65: Find". *Communications of the ACM* 4(7).
  func element(ofRank rank: Int) -> Double {
    var values = self
    return values.withUnsafeMutableBufferPointer { values in
      var (low, high) = (0, values.count - 1)
      while low < high {
        let pivot = Self.median(values[low], values[(low + high) / 2], values[high])
        var (left, right) = (low, high)
        while left <= right {
          while values[left] < pivot { left += 1 }
          while values[right] > pivot { right -= 1 }
          guard left <= right else { break }
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
        if rank <= right {
          high = right
        } else if rank >= left {
          low = left
        } else {
          break
        }
      }
      return values[rank]
    }
  }

  /// The least of the largest elements, so many of them; O(n). The even sample of the elements tells
  /// which few need to be looked at.
  ///
  /// - Precondition: The count is from 1 to the array's, and no element is NaN.
  /// > R. W. Floyd, R. L. Rivest (1975). "Expected time bounds for selection". *Communications of
  /// > the ACM* 18(3), the sample without their recursion.
  func least(ofLargest count: Int) -> Double {
    let sample = stride(from: 0, to: self.count, by: Swift.max(1, self.count / 1000)).map {
      self[$0]
    }
    let spare = sample.count / 50
    let place = sample.count - sample.count * count / self.count - 1 - spare
    guard place >= 0 else { return element(ofRank: self.count - count) }
    let bound = sample.element(ofRank: place)
    let candidates = filter { $0 >= bound }
    let rank = candidates.count - count
    return rank >= 0 ? candidates.element(ofRank: rank) : element(ofRank: self.count - count)
  }

  private static func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
    Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
  }
}
