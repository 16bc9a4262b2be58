#!/usr/bin/env bash
# The cut of ECharts that the web's pages load: bar, line and scatter charts only. Needs node and npm, once per version.
#   bash tools/charts/build.sh      then change the row in src/fupan/web/shell/static/web/vendor/VENDORED.md
set -euo pipefail
cd "$(dirname "$0")"
version=6.1.0 work=$(mktemp -d) out=$PWD/../../src/fupan/web/shell/static/web/vendor/echarts-cut-$version.min.js
trap 'rm -rf "$work"' EXIT
cp entry.js "$work" && cd "$work"
echo '{"name":"cut","private":true}' >package.json
npm install --silent "echarts@$version" esbuild@0.25
npx esbuild entry.js --bundle --minify --legal-comments=none --format=iife --outfile="$out"
