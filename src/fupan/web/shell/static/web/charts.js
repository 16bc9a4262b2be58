// Charts: plain data from the page, colours from the page's own variables. One option per kind.
"use strict";
(() => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const base = () => ({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12, color: css("--ink-2") },
    grid: { left: 4, right: 8, top: 32, bottom: 4, containLabel: true },
    legend: { left: 0, top: 0, itemWidth: 12, itemHeight: 8, itemGap: 14, textStyle: { color: css("--ink-2") }, selectedMode: false },
    tooltip: { trigger: "axis", confine: true, backgroundColor: css("--surface"), borderColor: css("--line-2"), textStyle: { color: css("--ink"), fontSize: 12 } },
  });
  const category = (data) => ({ type: "category", data, axisTick: { show: false }, axisLine: { lineStyle: { color: css("--line-2") } }, axisLabel: { color: css("--ink-2"), hideOverlap: true } });
  const value = (name = "") => ({ type: "value", name, nameTextStyle: { align: "left", color: css("--ink-3") }, splitLine: { lineStyle: { color: css("--d-grid") } }, axisLabel: { color: css("--ink-2") } });
  const told = (data) => (params) => {
    const list = Array.isArray(params) ? params : [params];
    const box = document.createElement("div");
    const head = box.appendChild(document.createElement("b"));
    head.textContent = list[0].name;
    for (const one of list) {
      const texts = one.data && one.data.told;
      if (texts === undefined) continue;
      const line = box.appendChild(document.createElement("div"));
      line.textContent = `${one.seriesName ? `${one.seriesName}  ` : ""}${texts}`;
    }
    return box;
  };

  const kinds = {
    trend(data) {
      const role = {
        actual: (s) => ({ type: "bar", barMaxWidth: 32, itemStyle: { color: css("--d-actual"), borderRadius: [1, 1, 0, 0] } }),
        target: (s) => ({ type: "scatter", symbol: "rect", symbolSize: [26, 3], z: 4, itemStyle: { color: css("--ink") } }),
        last_year: (s) => ({ type: "line", symbol: "none", lineStyle: { color: css("--d-last"), width: 1.5 }, itemStyle: { color: css("--d-last") } }),
      };
      return {
        ...base(), xAxis: category(data.categories), yAxis: value(),
        series: data.series.map((s) => ({ name: s.name, ...role[s.role](s), data: s.values.map((v, i) => (v === null ? null : { value: v, told: s.texts[i],
          ...(s.role === "actual" && data.categories[i] === data.running ? { itemStyle: { color: css("--d-band"), borderColor: css("--d-actual"), borderWidth: 1 } } : {}) })) })),
      };
    },
    waterfall(data) {
      const last = data.values.length - 1;
      let level = 0;
      const rows = data.values.map((v, i) => {
        if (i === 0 || i === last) { level = v; return { low: Math.min(0, v), high: Math.max(0, v), v, total: true }; }
        const before = level; level += v;
        return { low: Math.min(before, level), high: Math.max(before, level), v, total: false };
      });
      const floor = Math.min(...rows.slice(1, last).map((r) => r.low), data.values[0], data.values[last]);
      const span = Math.max(...rows.map((r) => r.high)) - floor;
      const start = floor > 0 && span < floor ? Math.floor((floor - span * 0.4) / 10 ** Math.floor(Math.log10(span))) * 10 ** Math.floor(Math.log10(span)) : 0;
      const colour = (r, i) => (r.total ? (i === 0 ? css("--d-plan") : css("--d-actual")) : r.v >= 0 ? css("--green") : css("--red"));
      return {
        ...base(), legend: { show: false }, xAxis: { ...category(data.categories), axisLabel: { color: css("--ink-2"), interval: 0, width: 64, overflow: "truncate" } },
        yAxis: { ...value(start > 0 ? data.cut.replace("{start}", start.toLocaleString("en-US")) : ""), min: start },
        series: [
          { type: "bar", stack: "w", silent: true, itemStyle: { color: "transparent" }, data: rows.map((r) => (r.total ? 0 : Math.max(r.low, start))) },
          { type: "bar", stack: "w", barMaxWidth: 44, data: rows.map((r, i) => ({ value: r.total ? r.high : r.high - Math.max(r.low, start), told: data.texts[i], itemStyle: { color: colour(r, i) } })),
            label: { show: true, position: "top", color: css("--ink"), formatter: (p) => data.texts[p.dataIndex] } },
        ],
      };
    },
    pareto(data) {
      return {
        ...base(),
        xAxis: { ...category(data.categories), axisLabel: { color: css("--ink-2"), hideOverlap: true, width: 72, overflow: "truncate" } },
        yAxis: [value(), { type: "value", min: 0, max: 1, splitLine: { show: false }, axisLabel: { color: css("--ink-2"), formatter: (v) => `${Math.round(v * 100)}%` } }],
        series: [
          { name: data.names[0], type: "bar", barMaxWidth: 28, itemStyle: { color: css("--d-actual") }, data: data.values.map((v, i) => ({ value: v, told: data.texts[i] })) },
          { name: data.names[1], type: "line", yAxisIndex: 1, symbolSize: 5, lineStyle: { color: css("--ink-3"), width: 1.5 }, itemStyle: { color: css("--ink-3") }, data: data.shares.map((v, i) => ({ value: v, told: data.share_texts[i] })) },
        ],
      };
    },
  };

  // The explorer's charts: several series beside each other; lines differ by dash as well as by colour.
  const tones = () => [css("--d-actual"), css("--rule"), css("--d-last"), css("--light-green"), css("--ink-3"), css("--title")];
  const dashes = ["solid", "dashed", "dotted", [8, 3], [2, 5], [12, 4, 2, 4]];
  const dots = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];
  function plain(data, shape) {
    const flat = shape === "bars";
    const long = { ...category(data.categories), axisLabel: { color: css("--ink-2"), interval: flat ? 0 : "auto", hideOverlap: !flat, width: flat ? 120 : 72, overflow: "truncate" }, inverse: flat };
    const amount = value();
    amount.axisLabel.hideOverlap = true;
    const colours = tones();
    return {
      ...base(), legend: { ...base().legend, show: data.series.length > 1 },
      grid: { ...base().grid, top: data.series.length > 1 ? 44 : 24, right: flat ? 64 : 12 },
      xAxis: flat ? amount : long, yAxis: flat ? long : amount,
      series: data.series.map((s, i) => {
        const colour = s.role ? css("--d-last") : colours[i % colours.length];
        const line = shape === "lines" || (s.role && shape === "columns");
        return {
          name: s.name, type: line ? "line" : "bar", stack: shape === "stack" ? "s" : undefined, barMaxWidth: 28, barGap: "10%", connectNulls: false,
          symbol: line ? dots[i % dots.length] : undefined, symbolSize: 6, itemStyle: { color: colour },
          lineStyle: line ? { color: colour, width: 1.75, type: dashes[i % dashes.length] } : undefined,
          label: flat && data.series.length === 1 ? { show: true, position: "right", color: css("--ink"), formatter: (p) => s.texts[p.dataIndex] } : undefined,
          data: s.values.map((v, at) => (v === null ? null : { value: v, told: s.texts[at] })),
        };
      }),
    };
  }
  for (const shape of ["columns", "bars", "lines", "stack"]) kinds[shape] = (data) => plain(data, shape);
  kinds.scatter = (data) => ({
    ...base(), legend: { show: false }, grid: { ...base().grid, top: 32, right: 24, bottom: 28 }, tooltip: { ...base().tooltip, trigger: "item" },
    xAxis: { ...value(`${data.series[0].name} ${data.series[0].unit}`), nameLocation: "middle", nameGap: 28, nameTextStyle: { color: css("--ink-3") }, scale: true },
    yAxis: { ...value(`${data.series[1].name} ${data.series[1].unit}`), scale: true },
    series: [{
      type: "scatter", symbolSize: 9, itemStyle: { color: css("--d-actual") },
      label: { show: true, position: "right", color: css("--ink-2"), fontSize: 11, formatter: (p) => data.categories[p.dataIndex] }, labelLayout: { hideOverlap: true },
      data: data.categories.map((name, i) => ({ name, value: [data.series[0].values[i], data.series[1].values[i]], told: `${data.series[0].texts[i]} · ${data.series[1].texts[i]}` })),
    }],
  });

  const drawn = new Map();
  function draw(box) {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const chart = drawn.get(box) || echarts.init(box, null, { renderer: "svg" });
    const option = kinds[data.kind](data);
    option.tooltip.formatter = told(data);
    chart.setOption(option, true);
    if (!drawn.has(box)) {
      chart.on("click", (event) => {
        const link = data.links && data.links[event.dataIndex];
        if (link) htmx.ajax("GET", link, { target: "#drawer", source: box });
      });
      new ResizeObserver(() => chart.resize()).observe(box);
    }
    drawn.set(box, chart);
  }
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); draw(entry.target); }
  }, { rootMargin: "200px" });
  for (const box of document.querySelectorAll("[data-chart]")) seen.observe(box);
  addEventListener("beforeprint", () => { for (const box of document.querySelectorAll("[data-chart]")) if (!drawn.has(box)) draw(box); });
  new MutationObserver(() => { for (const box of drawn.keys()) draw(box); }).observe(document.documentElement, { attributeFilter: ["data-theme"] });
})();
