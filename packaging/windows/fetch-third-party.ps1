# SPDX-License-Identifier: GPL-3.0-or-later
#
# Fetches what vcpkg and the Qt action do not bring: the official LibTorch archive (with its licence texts, which the
# archive lacks) and QCustomPlot's source. Prints the hashes of what came. Does nothing for what is there already.
param([Parameter(Mandatory)][string]$Folder)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue' # the progress bar makes downloads ten times slower

function Get-Archive([string]$Address, [string]$File) {
    # Windows' own curl resumes and tries again.
    & curl.exe --fail --location --silent --show-error --retry 5 --retry-all-errors --continue-at - --output $File $Address
    if ($LASTEXITCODE -ne 0) { throw "cannot fetch $Address" }
    Write-Output "$((Get-FileHash $File -Algorithm SHA256).Hash)  $Address"
}

New-Item -ItemType Directory -Force $Folder | Out-Null
$torch = Join-Path $Folder 'libtorch'
if (-not (Test-Path (Join-Path $torch 'include/ATen/core/Tensor.h'))) {
    $name = "libtorch-win-shared-with-deps-$env:TORCH_VERSION%2B$env:TORCH_FLAVOUR.zip"
    $zip = Join-Path $Folder 'libtorch.zip'
    Get-Archive "https://download.pytorch.org/libtorch/$env:TORCH_FLAVOUR/$name" $zip
    & tar.exe -xf $zip -C $Folder
    if ($LASTEXITCODE -ne 0) { throw 'cannot unpack LibTorch' }
    Remove-Item $zip
    foreach ($text in 'LICENSE', 'NOTICE') {
        Get-Archive "https://raw.githubusercontent.com/pytorch/pytorch/v$env:TORCH_VERSION/$text" (Join-Path $torch $text)
    }
}
$plot = Join-Path $Folder 'qcustomplot'
if (-not (Test-Path (Join-Path $plot 'qcustomplot.cpp'))) {
    $archive = Join-Path $Folder 'qcustomplot.tar.gz'
    Get-Archive "https://www.qcustomplot.com/release/$env:QCUSTOMPLOT_VERSION/QCustomPlot-source.tar.gz" $archive
    New-Item -ItemType Directory -Force $plot | Out-Null
    & tar.exe -xzf $archive -C $plot --strip-components=1
    if ($LASTEXITCODE -ne 0) { throw 'cannot unpack QCustomPlot' }
    Remove-Item $archive
}
