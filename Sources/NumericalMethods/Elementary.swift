import Glibc

/// The elementary functions of the C library.
package enum Elementary {
  package static func log(_ x: Double) -> Double { Glibc.log(x) }
  package static func exp(_ x: Double) -> Double { Glibc.exp(x) }
  package static func sin(_ x: Double) -> Double { Glibc.sin(x) }
  package static func cos(_ x: Double) -> Double { Glibc.cos(x) }
  package static func asin(_ x: Double) -> Double { Glibc.asin(x) }
  package static func pow(_ base: Double, _ exponent: Double) -> Double {
    Glibc.pow(base, exponent)
  }
}
