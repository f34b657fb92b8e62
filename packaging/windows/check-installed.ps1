# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs silently for this user, looks for what must be there and runs it from there. The Windows side of
# packaging/windows/test-installer. Leaves the installation in place.
param([Parameter(Mandatory)][string]$Installer)
$ErrorActionPreference = 'Stop'

$process = Start-Process $Installer -ArgumentList '/S', '/CurrentUser' -Wait -PassThru
if ($process.ExitCode -ne 0) { throw "the installer ended with $($process.ExitCode)" }
$home_ = Join-Path $env:LOCALAPPDATA 'Programs\Attune'
$wanted = 'bin\attune.exe', 'bin\attune-cli.exe', 'bin\Qt6Widgets.dll', 'bin\Qt6Multimedia.dll', 'bin\platforms\qwindows.dll',
    'bin\imageformats\qsvg.dll', 'bin\iconengines\qsvgicon.dll', 'bin\vcruntime140.dll', 'bin\msvcp140.dll',
    'lib\attune\attune_engine.dll', 'lib\attune\torch_cpu.dll', 'lib\attune\c10.dll', 'share\attune\starter\model.safetensors',
    'share\attune\configs', 'share\doc\attune\LICENSE', 'share\doc\attune\third-party.txt', 'Uninstall.exe'
$missing = @($wanted | Where-Object { -not (Test-Path (Join-Path $home_ $_)) })
foreach ($folder in 'multimedia', 'styles') {
    if (-not (Test-Path (Join-Path $home_ "bin\$folder\*.dll"))) { $missing += "a plugin in bin\$folder" }
}
if ($missing) { throw "not installed: $($missing -join ', ')" }

# Nothing of the build machine may help.
$env:PATH = "$env:SystemRoot\System32;$env:SystemRoot"
$cli = Join-Path $home_ 'bin\attune-cli.exe'
foreach ($arguments in @('--version'), @('doctor', '--full'), @('quickstart', '--project', (Join-Path $env:RUNNER_TEMP 'Quick start é'))) {
    & $cli @arguments
    if ($LASTEXITCODE -ne 0) { throw "attune-cli $arguments ended with $LASTEXITCODE" }
}
