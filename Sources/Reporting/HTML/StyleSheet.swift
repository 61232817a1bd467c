/// The style of a report: system faces with Cyrillic, dark on light, for the screen and for A4.
struct StyleSheet: Hashable, Sendable {
  /// Repeated at the top of every printed page.
  var stamp: String?

  var text: String {
    let pageHead = stamp.map {
      "@top-center{content:\"\($0.cssString)\";color:#7d1d1d;font:700 8pt \(Self.faces)}"
    }
    return Self.screen + Self.elements + Self.phone
      + "@page{size:A4;margin:18mm 16mm 16mm;\(pageHead ?? "")"
      + "@bottom-right{content:counter(page);color:#55606b;font:8pt \(Self.faces)}}\n"
      + "@media print{\(Self.print)}\n"
  }

  private static let faces =
    "-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation Sans\",Arial,sans-serif"

  private static let screen = """
    :root{color-scheme:light}
    *{box-sizing:border-box}
    html{scroll-padding-top:4rem}
    body{margin:0;background:#fff;color:#1c2733;font:1rem/1.55 \(faces);overflow-wrap:break-word}
    .skip{position:absolute;left:-999rem}
    .skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem 1rem;z-index:3}
    .stamp{position:sticky;top:0;z-index:2;background:#7d1d1d;color:#fff;font-weight:700;
    text-align:center;padding:.45rem 1rem;font-size:.9rem;line-height:1.35}
    header,.columns{max-width:52rem;margin:0 auto;padding:0 1rem}
    header{padding-top:2.5rem;padding-bottom:1.5rem}
    nav{border:1px solid #c9d1d9;border-radius:4px;padding:.75rem 1.25rem;margin-bottom:2rem;
    font-size:.92rem}
    nav ol{list-style:none;margin:0;padding:0}
    nav li{margin:.3rem 0;line-height:1.35}
    nav .sub{padding-left:1.1rem}
    nav a{text-decoration:none}
    nav a:hover{text-decoration:underline}
    .contents{font-weight:700;margin:0 0 .4rem}
    main{padding-bottom:4rem;min-width:0}
    @media screen and (min-width:1160px){
    header,.columns{max-width:70rem}
    .columns{display:grid;grid-template-columns:15rem minmax(0,1fr);gap:3rem;align-items:start}
    nav{position:sticky;top:3.2rem;max-height:calc(100vh - 4rem);overflow:auto;margin:0;
    border-width:0 1px 0 0;border-radius:0;padding:.25rem 1rem .25rem 0}
    .columns:not(:has(nav)){display:block}
    }

    """

  private static let elements = """
    h1{font-size:2.1rem;line-height:1.2;margin:.25rem 0 .5rem;text-wrap:balance}
    h2{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem;padding-top:1rem;
    border-top:2px solid #1f4e79}
    h3{font-size:1.2rem;line-height:1.3;margin:2rem 0 .5rem}
    h4,h5{font-size:1rem;margin:1.5rem 0 .5rem}
    section{margin-bottom:2.5rem}
    section section{margin-bottom:1.5rem}
    a{color:#14508c}
    a:focus-visible,.scroll:focus-visible,summary:focus-visible{outline:3px solid #b5490f;
    outline-offset:2px}
    p,ul,ol{margin:.6rem 0}
    main p,main li{max-width:46rem}
    .subtitle{font-size:1.2rem;color:#3c4854;margin:0 0 1rem}
    .breadcrumb{font-size:.92rem;margin:0}
    .findings{padding-left:2rem}
    .findings li{margin:.6rem 0;padding-left:.3rem}
    .findings li::marker{font-weight:700;color:#1f4e79}
    dl{margin:.75rem 0;display:grid;gap:.3rem}
    dl div{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:1rem}
    dt{color:#55606b}
    dd{margin:0;min-width:0}
    code{font:.88em ui-monospace,"Noto Sans Mono","DejaVu Sans Mono",monospace;
    overflow-wrap:anywhere}
    .note{border-left:4px solid #1f4e79;background:#f1f5f9;padding:.6rem 1rem;font-size:.95rem}
    .warning{border-left:4px double #b5490f;background:#fdf3ec}
    figure{margin:1.75rem 0}
    figcaption,caption{font-size:.95rem;line-height:1.4;text-align:left;padding-bottom:.6rem}
    svg{display:block;width:100%;height:auto;max-width:760px;font-family:\(faces);
    font-variant-numeric:tabular-nums}
    .narrow{display:none}
    .footnote{font-size:.85rem;line-height:1.4;color:#55606b;margin:.35rem 0}
    details{margin:.5rem 0;font-size:.92rem}
    summary{cursor:pointer;color:#14508c}
    .table{margin:1.75rem 0}
    .scroll{overflow-x:auto}
    .fixed{display:block;position:sticky;left:0;max-width:min(46rem,calc(100vw - 2rem))}
    table{border-collapse:collapse;font-size:.9rem;line-height:1.35;min-width:60%}
    .stamped{display:block;color:#7d1d1d;font-weight:700;font-size:.8rem}
    th,td{padding:.35rem .7rem;text-align:left;vertical-align:top;
    border-bottom:1px solid #dde3e8;font-weight:400}
    thead th{vertical-align:bottom;font-weight:700;border-bottom:2px solid #1f4e79}
    thead .group{text-align:center;border-bottom:1px solid #8a949e}
    thead td{border:0}
    tbody th{min-width:9rem}
    .n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
    thead .n{white-space:normal}
    thead .short{white-space:nowrap}
    tbody th:first-child{position:sticky;left:0;background:#fff}
    .heading th:first-child{font-weight:700;background:#f1f5f9;padding-top:.6rem}
    .emphasized>*{font-weight:700;border-top:1px solid #8a949e}
    .wide th,.wide td{padding:.35rem .45rem}
    sup{line-height:0;font-size:.7em}

    """

  private static let phone = """
    @media screen and (max-width:740px){
    .wide:is(svg){display:none}
    .narrow{display:block;max-width:30rem}
    h1{font-size:1.6rem}
    h2{font-size:1.3rem}
    header{padding-top:1.5rem}
    .stamp{font-size:.75rem;padding:.4rem .75rem}
    dl div{grid-template-columns:1fr;gap:0}
    dl{gap:.6rem}
    th,td{padding:.35rem .5rem}
    tbody th:first-child{min-width:7rem;max-width:44vw}
    .heading th:first-child{max-width:none}
    }

    """

  private static let print = """

    html{font-size:9.5pt}
    header,.columns{max-width:none;padding:0}
    .skip,details{display:none}
    .stamp{position:static;background:none;color:#7d1d1d;border:1.5pt solid #7d1d1d}
    nav{border:0;padding:0}
    nav a{color:inherit}
    a{color:#14508c}
    h2,h3,h4,h5,caption{break-after:avoid}
    h2,h3,h4,h5,figcaption,.contents{break-after:avoid-page}
    figure,tr,.note,dl div,li{break-inside:avoid}
    p{orphans:3;widows:3}
    thead{display:table-header-group}
    .table{break-inside:avoid}
    .scroll{overflow:visible}
    .fixed,tbody th:first-child{position:static;max-width:none}
    table{font-size:8.5pt;width:100%;min-width:0}
    th,td{padding:2pt 4pt}
    .wide table{font-size:7pt}
    .wide th,.wide td{padding:2pt;hyphens:auto}
    tbody th{min-width:0}
    .heading{break-after:avoid}
    svg{max-width:none}
    .page-break{break-before:page}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}

    """
}

extension Markup {
  /// The style, in its element; nothing in it can end the element.
  mutating func append(stylesheet: StyleSheet) {
    append(literal: "<style>\n")
    append(css: stylesheet.text)
    append(literal: "</style>")
  }
}

extension String {
  /// The text inside a CSS string, with nothing that could end the string or the style element.
  fileprivate var cssString: String {
    var escaped = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\", "<", ">", "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}":
        escaped += "\\\(String(scalar.value, radix: 16)) "
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
