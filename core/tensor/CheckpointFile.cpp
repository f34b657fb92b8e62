// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/CheckpointFile.h"

#include "core/base/Text.h"
#include "core/tensor/LoadReport.h"
#include "core/tensor/MappedTensor.h"
#include "core/tensor/TorchErrors.h"
#include "core/tensor/format/ByteReader.h"
#include "core/tensor/format/Crc32.h"
#include "core/tensor/format/PickleReader.h"
#include "core/tensor/format/ZipArchive.h"

#include <ATen/Functions.h>

#include <mutex>
#include <optional>
#include <unordered_map>

namespace attune::tensor {

namespace {

using format::PickleValue;
using Bytes = std::span<const std::byte>;

// torch's older format begins with this number as a pickle.
constexpr std::string_view kLegacyMagic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);

constexpr std::uint64_t kMaxPickleBytes = 256ULL << 20;
constexpr std::uint64_t kMaxElements = 1ULL << 40; // of a tensor, so that those of all can be added up

// A Python-pickled folder name is not fixed: "archive/data.pkl", "exported_model/data.pkl".
const format::ZipEntry* findPickle(const format::ZipArchive& archive) {
    for (const format::ZipEntry& entry : archive.entries()) {
        const std::size_t slash = entry.name.find('/');
        if (slash != std::string::npos && entry.name.substr(slash) == "/data.pkl") return &entry;
    }
    return nullptr;
}

std::string_view textOf(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What people pick by mistake, told apart by how it begins, so that the message can say what it is.
tl::unexpected<Error> unknownKind(Bytes bytes) {
    const std::string_view text = textOf(bytes.first(std::min<std::size_t>(bytes.size(), 512)));
    std::string what = "This is neither a safetensors file nor a PyTorch checkpoint";
    std::string remedy;
    if (bytes.empty())
        what = "The file is empty";
    else if (text.starts_with("version https://git-lfs")) {
        what = "This is a Git LFS pointer, not the model itself";
        remedy = "Download the real file from the model's page, or fetch it with Git LFS.";
    } else if (text.starts_with("<!DOCTYPE") || text.starts_with("<html")) {
        what = "This is a web page, not a model";
        remedy = "Download the file itself; for gated models sign in first.";
    } else if (text.size() > 262 && text.substr(257, 5) == "ustar") {
        what = "This is a checkpoint of a PyTorch version before 0.1.10, or another tar archive";
    } else if (text.starts_with("GGUF")) {
        what = "This is a GGUF file, which holds no Stable Audio model";
    }
    return fail(ErrorCode::UnsupportedFormat, what, {}, remedy);
}

} // namespace

std::string_view containerName(ContainerKind kind) noexcept {
    switch (kind) {
    case ContainerKind::SafeTensors:
        return "safetensors";
    case ContainerKind::TorchZip:
        return "PyTorch zip";
    case ContainerKind::TorchLegacy:
        return "PyTorch legacy";
    }
    return {};
}

std::int64_t TensorInfo::elementCount() const noexcept {
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) count *= extent;
    return count;
}

struct CheckpointFile::Impl {
    std::filesystem::path path;
    std::shared_ptr<const platform::MappedFile> mapping;
    ContainerKind container{ContainerKind::SafeTensors};
    std::optional<SafeTensorsFile> safeTensors;
    std::optional<format::PickleTree> tree;
    std::optional<format::ZipArchive> zip;
    std::unordered_map<std::string, Bytes> storages; // key -> bytes in the mapping
    std::vector<TensorInfo> infos;
    std::vector<std::pair<std::string, const PickleValue*>>
        weights; // of the state dict, in order; for pickles

    mutable std::mutex mutex; // guards `opened`
    mutable std::unordered_map<std::string, c10::Storage>
        opened; // so that tensors that shared a storage share it again

    Result<void> openZip();
    Result<void> openLegacy();
    Result<void> openSafeTensors();
    Result<void> listWeights();
    Result<c10::Storage> storage(const PickleValue& value, std::size_t elementBytes) const;
};

Result<void> CheckpointFile::Impl::openSafeTensors() {
    container = ContainerKind::SafeTensors;
    ATTUNE_TRY(safeTensors, SafeTensorsFile::open(path));
    for (const format::TensorRecord& record : safeTensors->header().tensors)
        infos.push_back({record.name, std::string(format::elementName(record.type)), record.shape});
    return {};
}

Result<void> CheckpointFile::Impl::openZip() {
    container = ContainerKind::TorchZip;
    ATTUNE_TRY(zip, format::ZipArchive::read(mapping->bytes()));
    const format::ZipEntry* pickle = findPickle(*zip);
    if (pickle == nullptr)
        return fail(ErrorCode::UnsupportedFormat,
                    "This zip file is not a PyTorch checkpoint: it has no data.pkl");
    const std::string folder = pickle->name.substr(0, pickle->name.find('/') + 1);
    if (const format::ZipEntry* order = zip->find(folder + "byteorder");
        order != nullptr && textOf(order->data) != "little")
        return fail(ErrorCode::UnsupportedFormat, "The checkpoint was written on a big-endian computer");
    if (pickle->data.size() > kMaxPickleBytes)
        return fail(ErrorCode::Corrupt, "The data.pkl of the checkpoint is impossibly large");
    if (pickle->hasChecksum() && format::crc32(pickle->data) != pickle->crc32)
        return fail(ErrorCode::Corrupt, "The data.pkl of the checkpoint does not agree with its checksum");
    ATTUNE_TRY(auto reading, format::readPickle(pickle->data));
    tree = std::move(reading.tree);
    const std::string dataFolder = folder + "data/";
    for (const format::ZipEntry& entry : zip->entries())
        if (entry.name.starts_with(dataFolder))
            storages.emplace(entry.name.substr(dataFolder.size()), entry.data);
    return {};
}

// Pickles in a row: a magic number, a version, facts about the machine, the object, the keys of its storages;
// then the storages in the order of the keys, each a count of elements (8 bytes) and the elements.
Result<void> CheckpointFile::Impl::openLegacy() {
    container = ContainerKind::TorchLegacy;
    Bytes rest = mapping->bytes();
    const auto nextPickle = [&]() -> Result<format::PickleTree> {
        ATTUNE_TRY(auto reading,
                   format::readPickle(rest.first(std::min<std::size_t>(rest.size(), kMaxPickleBytes))));
        rest = rest.subspan(reading.bytesRead);
        return std::move(reading.tree);
    };
    ATTUNE_TRY(const format::PickleTree magic, nextPickle());
    if (!magic.root().is(PickleValue::Kind::BigInteger) || magic.root().text != kLegacyMagic)
        return fail(ErrorCode::UnsupportedFormat,
                    "This is a plain Python pickle, which holds no weights that PyTorch wrote");
    ATTUNE_TRY([[maybe_unused]] const format::PickleTree version, nextPickle());
    ATTUNE_TRY(const format::PickleTree machine, nextPickle());
    if (const PickleValue* little = machine.root().find("little_endian");
        little == nullptr || little->integer != 1)
        return fail(ErrorCode::UnsupportedFormat, "The checkpoint was written on a big-endian computer");
    ATTUNE_TRY(tree, nextPickle());
    ATTUNE_TRY(const format::PickleTree keys, nextPickle());

    // How large an element of each storage is, only the object says.
    std::unordered_map<std::string_view, const PickleValue*> described;
    for (const PickleValue& value : tree->values())
        if (value.is(PickleValue::Kind::Storage)) described.emplace(value.text, &value);
    for (const PickleValue* key : keys.root().items) {
        const auto found = described.find(key->text);
        if (found == described.end())
            return fail(ErrorCode::Corrupt, "The checkpoint lists a storage that nothing refers to");
        const std::size_t elementBytes = format::elementSizeBytes(found->second->element);
        if (rest.size() < 8)
            return fail(ErrorCode::Corrupt, "The file is cut off before the end of its data");
        const auto count = format::littleEndian<std::uint64_t>(rest.data());
        rest = rest.subspan(8);
        if (count > rest.size() / elementBytes)
            return fail(ErrorCode::Corrupt, "The file is cut off before the end of its data");
        storages.emplace(key->text, rest.first(static_cast<std::size_t>(count) * elementBytes));
        rest = rest.subspan(static_cast<std::size_t>(count) * elementBytes);
    }
    return {};
}

Result<void> CheckpointFile::Impl::listWeights() {
    if (!tree) return {};
    const PickleValue* dict = tree->root().find("state_dict");
    if (dict == nullptr) dict = &tree->root();
    for (const auto& [key, value] : dict->pairs) {
        if (!key->isText() || !value->is(PickleValue::Kind::Tensor)) continue;
        if (const auto reach = format::elementsReached(*value); !reach || reach->elements > kMaxElements)
            return fail(ErrorCode::Corrupt,
                        concat("The tensor ", format::shown(key->text), " reaches beyond its data"),
                        utf8FromPath(path));
        weights.emplace_back(key->text, value);
        infos.push_back({key->text, std::string(format::elementName(value->element)), value->shape});
    }
    return {};
}

Result<c10::Storage> CheckpointFile::Impl::storage(const PickleValue& value, std::size_t elementBytes) const {
    const std::lock_guard lock(mutex);
    if (const auto known = opened.find(value.text); known != opened.end()) return known->second;
    const auto found = storages.find(value.text);
    if (found == storages.end())
        return fail(ErrorCode::Corrupt,
                    concat("The data of storage ", format::shown(value.text), " are missing"));
    const auto wanted =
        format::product(static_cast<std::uint64_t>(value.integer), format::elementSizeBytes(value.element));
    if (!wanted || *wanted > found->second.size())
        return fail(ErrorCode::Corrupt,
                    concat("The storage ", format::shown(value.text), " is shorter than it should be"));
    // A storage of bytes may be viewed as any type.
    const std::size_t alignment = value.element == format::ElementType::U8 ? 8 : elementBytes;
    c10::Storage made =
        storageFromMapping(mapping, found->second.first(static_cast<std::size_t>(*wanted)), alignment);
    opened.emplace(value.text, made);
    return made;
}

CheckpointFile::CheckpointFile(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
CheckpointFile::CheckpointFile(CheckpointFile&&) noexcept = default;
CheckpointFile& CheckpointFile::operator=(CheckpointFile&&) noexcept = default;
CheckpointFile::~CheckpointFile() = default;

Result<CheckpointFile> CheckpointFile::open(const std::filesystem::path& file) {
    auto impl = std::make_unique<Impl>();
    impl->path = file;
    ATTUNE_TRY(impl->mapping, platform::MappedFile::open(file));
    const Bytes bytes = impl->mapping->bytes();
    const auto opened = guarded(utf8FromPath(file), [&]() -> Result<void> {
        if (format::looksLikeZip(bytes)) return impl->openZip();
        if (format::looksLikePickle(bytes)) return impl->openLegacy();
        if (format::looksLikeSafeTensors(bytes)) return impl->openSafeTensors();
        return unknownKind(bytes);
    });
    if (!opened) {
        Error error = opened.error();
        error.context = utf8FromPath(file);
        return fail(std::move(error));
    }
    ATTUNE_CHECK(impl->listWeights());
    return CheckpointFile(std::move(impl));
}

ContainerKind CheckpointFile::container() const noexcept {
    return m_impl->container;
}
const std::filesystem::path& CheckpointFile::path() const noexcept {
    return m_impl->path;
}
std::int64_t CheckpointFile::sizeBytes() const noexcept {
    return static_cast<std::int64_t>(m_impl->mapping->bytes().size());
}
const std::vector<TensorInfo>& CheckpointFile::tensorInfos() const noexcept {
    return m_impl->infos;
}
const format::PickleValue* CheckpointFile::root() const noexcept {
    return m_impl->tree ? &m_impl->tree->root() : nullptr;
}

const Metadata& CheckpointFile::metadata() const noexcept {
    static const Metadata none;
    return m_impl->safeTensors ? m_impl->safeTensors->metadata() : none;
}

std::vector<std::string> CheckpointFile::topLevelKeys() const {
    std::vector<std::string> keys;
    if (root() == nullptr) return keys;
    for (const auto& [key, value] : root()->pairs)
        if (key->isText() && !value->is(PickleValue::Kind::Tensor)) keys.push_back(key->text);
    return keys;
}

Result<NamedTensors> CheckpointFile::stateDict() const {
    if (m_impl->safeTensors) return m_impl->safeTensors->tensors();
    NamedTensors all;
    for (const auto& [name, value] : m_impl->weights) {
        auto tensor = tensorFrom(*value);
        if (!tensor) {
            Error error = std::move(tensor).error();
            error.message = concat(format::shown(name), ": ", error.message);
            return fail(std::move(error));
        }
        all.set(name, *std::move(tensor));
    }
    return all;
}

Result<at::Tensor> CheckpointFile::tensorFrom(const PickleValue& value) const {
    const std::string context = utf8FromPath(m_impl->path);
    if (!value.is(PickleValue::Kind::Tensor))
        return fail(ErrorCode::InvalidArgument, "This value of the checkpoint is no tensor", context);
    const auto type = scalarTypeFromElement(value.element);
    if (!type)
        return fail(ErrorCode::UnsupportedFormat,
                    "The tensor has an element type that cannot be computed with", context);
    const std::size_t elementBytes = format::elementSizeBytes(value.element);
    auto storage = m_impl->storage(*value.items.front(), elementBytes);
    if (!storage) return fail(Error{storage.error().code, storage.error().message, context, {}});

    const auto reach = format::elementsReached(value);
    if (!reach || reach->elements > INT64_MAX / 8 ||
        reach->storageElements > storage->nbytes() / elementBytes)
        return fail(ErrorCode::Corrupt, "A tensor reaches beyond its data", context);
    return guarded(context, [&] {
        at::Tensor tensor = at::empty({0}, *type);
        tensor.set_(*storage, value.integer, value.shape, value.strides);
        return tensor;
    });
}

Result<void> CheckpointFile::verifyChecksums(const Cancellation& cancellation) const {
    if (!m_impl->zip) return {};
    constexpr std::size_t kBlock = 16 << 20;
    for (const format::ZipEntry& entry : m_impl->zip->entries()) {
        if (!entry.hasChecksum()) continue;
        std::uint32_t sum = 0;
        for (std::size_t at = 0; at < entry.data.size(); at += kBlock) {
            ATTUNE_CHECK(cancellation.check("Checking the file"));
            const Bytes block = entry.data.subspan(at, std::min(kBlock, entry.data.size() - at));
            sum = format::crc32(block, sum);
            m_impl->mapping->release(block);
        }
        if (sum != entry.crc32)
            return fail(
                ErrorCode::Corrupt,
                concat("The data of ", format::shown(entry.name), " do not agree with their checksum"),
                utf8FromPath(m_impl->path), "Download or copy the file again.");
    }
    return {};
}

Result<NamedTensors> readStateDict(const std::filesystem::path& file) {
    ATTUNE_TRY(const CheckpointFile opened, CheckpointFile::open(file));
    return opened.stateDict();
}

} // namespace attune::tensor
