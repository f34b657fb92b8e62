// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/CheckpointWriter.h"

#include "core/base/Text.h"
#include "core/tensor/MappedTensor.h"
#include "core/tensor/SafeTensors.h"
#include "core/tensor/TorchErrors.h"
#include "core/tensor/format/PickleNames.h"
#include "core/tensor/format/ZipWriter.h"

namespace attune::tensor {

namespace {

// Any name will do; torch takes it from the file's stem, and readers only need it to be the same for all
// entries.
constexpr std::string_view kFolder = "archive/";

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

} // namespace

Result<void> CheckpointWriter::tensor(const at::Tensor& tensor, std::optional<c10::ScalarType> type) {
    const c10::ScalarType written = type.value_or(tensor.scalar_type());
    const auto element = elementFromScalarType(written);
    if (!element || format::storageClassOf(*element).empty())
        return fail(ErrorCode::UnsupportedFormat,
                    concat("PyTorch checkpoints cannot hold tensors of the type ", c10::toString(written)));
    m_pickle.tensor(std::to_string(m_tensors.size()), *element, tensor.sizes());
    m_tensors.push_back({tensor.detach(), written});
    return {};
}

Result<void> CheckpointWriter::stateDict(const NamedTensors& tensors,
                                         std::optional<c10::ScalarType> floatType) {
    m_pickle.beginOrderedDict();
    for (const auto& [name, value] : tensors) {
        m_pickle.text(name);
        ATTUNE_CHECK(tensor(value, value.is_floating_point() ? floatType : std::nullopt));
    }
    m_pickle.endDict();
    return {};
}

Result<void> CheckpointWriter::write(const std::filesystem::path& file, const Step& beforeEach) && {
    ATTUNE_TRY(auto zip, format::ZipWriter::create(file));
    const auto add = [&](std::string_view name, std::span<const std::byte> data) {
        return zip.add(concat(kFolder, name), data);
    };
    ATTUNE_CHECK(add("data.pkl", bytesOf(m_pickle.finish())));
    ATTUNE_CHECK(add("byteorder", bytesOf("little")));
    for (std::size_t i = 0; i < m_tensors.size(); ++i) {
        if (beforeEach) ATTUNE_CHECK(beforeEach(i));
        const Pending& pending = m_tensors[i];
        ATTUNE_TRY(const at::Tensor dense, guarded(utf8FromPath(file), [&] {
                       return pending.tensor.to(at::kCPU, pending.type).contiguous();
                   }));
        const std::span data(static_cast<const std::byte*>(dense.const_data_ptr()), dense.nbytes());
        ATTUNE_CHECK(add(concat("data/", i), data));
        releasePages(pending.tensor);
    }
    ATTUNE_CHECK(add("version", bytesOf("3\n")));
    return zip.commit();
}

Result<void> writeStateDictCheckpoint(const std::filesystem::path& file, const NamedTensors& stateDict,
                                      std::optional<c10::ScalarType> floatType) {
    CheckpointWriter writer;
    writer.pickle().beginDict();
    writer.pickle().text("state_dict");
    ATTUNE_CHECK(writer.stateDict(stateDict, floatType));
    writer.pickle().endDict();
    return std::move(writer).write(file);
}

} // namespace attune::tensor
