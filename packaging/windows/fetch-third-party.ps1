# SPDX-License-Identifier: GPL-3.0-or-later
#
# Fetches what vcpkg and the Qt action do not bring, each with the hash that it must have: LibTorch, as PyTorch's wheel
# with CUDA for Windows (libraries, import libraries, headers and licence texts; its Python part is not used), and
# QCustomPlot's source. Leaves $Folder/torch and $Folder/qcustomplot; does nothing for what is there already.
param([Parameter(Mandatory)][string]$Folder)
$ErrorActionPreference = 'Stop'

# Where each hash is from: a public repository that fetches the same file and checks it by this hash (the wheel), the
# port qcustomplot of vcpkg at the baseline of vcpkg.json.
$torch = @{
    Address = 'https://download.pytorch.org/whl/cu130/torch-2.11.0%2Bcu130-cp310-cp310-win_amd64.whl'
    Algorithm = 'SHA256'
    Hash = '5b603a44f34816e18df254443a1fbfb4eef7d57128e5c7f6655f7fab45071f6e'
}
$plot = @{
    Address = 'https://www.qcustomplot.com/release/2.1.1/QCustomPlot.tar.gz'
    Algorithm = 'SHA512'
    Hash = '2e49a9b3f7ab03bcd580e5f3c3ae0d5e8c57d3ccce0ceed9862cde7ea23e2f3672a963af988be60e504cb5aa50bc462e4b28acf577eae41cc6fea2802642dc19'
}

function Get-Archive($Part, [string]$File) {
    # Windows' own curl resumes and tries again.
    & curl.exe --fail --location --silent --show-error --retry 5 --retry-all-errors --continue-at '-' --output $File $Part.Address
    if ($LASTEXITCODE -ne 0) { throw "cannot fetch $($Part.Address)" }
    $found = (Get-FileHash $File -Algorithm $Part.Algorithm).Hash
    if ($found -ne $Part.Hash) {
        Remove-Item $File
        throw "$($Part.Address) has the hash $found, not $($Part.Hash)"
    }
}

# Windows' own tar reads zip files too. What it unpacks is moved into place at the end, so that an interrupted run leaves
# no half of it.
function Expand-Beside([string]$File, [string]$Target, [string[]]$Options) {
    $part = "$Target.part"
    Remove-Item $part -Recurse -Force -ErrorAction SilentlyContinue
    New-Item -ItemType Directory $part | Out-Null
    & "$env:SystemRoot\System32\tar.exe" -xf $File -C $part @Options
    if ($LASTEXITCODE -ne 0) { throw "cannot unpack $File" }
    Remove-Item $File
    return $part
}

New-Item -ItemType Directory -Force $Folder | Out-Null
$target = Join-Path $Folder 'torch'
if (-not (Test-Path $target)) {
    $wheel = Join-Path $Folder 'torch.whl'
    Get-Archive $torch $wheel
    $part = Expand-Beside $wheel $target @()
    # For make-notices; wheels have them in dist-info or in its folder licenses.
    Get-ChildItem "$part/torch-*.dist-info" -Recurse -File -Include 'LICENSE', 'NOTICE' | Copy-Item -Destination "$part/torch"
    if (-not (Test-Path "$part/torch/LICENSE")) { throw 'the wheel holds no licence text' }
    Move-Item "$part/torch" $target
    Remove-Item $part -Recurse -Force
}
$target = Join-Path $Folder 'qcustomplot'
if (-not (Test-Path $target)) {
    $archive = Join-Path $Folder 'qcustomplot.tar.gz'
    Get-Archive $plot $archive
    Move-Item (Expand-Beside $archive $target @('--strip-components=1')) $target
}
