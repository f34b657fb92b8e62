// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/SafeTensors.h"

#include "core/base/Text.h"
#include "core/tensor/LoadReport.h"
#include "core/tensor/MappedTensor.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>

#include <array>
#include <unordered_set>

namespace attune::tensor {

namespace {

using format::ElementType;

constexpr std::array kTypes{
    std::pair{ElementType::F64, c10::ScalarType::Double},
    std::pair{ElementType::F32, c10::ScalarType::Float},
    std::pair{ElementType::F16, c10::ScalarType::Half},
    std::pair{ElementType::BF16, c10::ScalarType::BFloat16},
    std::pair{ElementType::F8E4M3, c10::ScalarType::Float8_e4m3fn},
    std::pair{ElementType::F8E5M2, c10::ScalarType::Float8_e5m2},
    std::pair{ElementType::I64, c10::ScalarType::Long},
    std::pair{ElementType::I32, c10::ScalarType::Int},
    std::pair{ElementType::I16, c10::ScalarType::Short},
    std::pair{ElementType::I8, c10::ScalarType::Char},
    std::pair{ElementType::U64, c10::ScalarType::UInt64},
    std::pair{ElementType::U32, c10::ScalarType::UInt32},
    std::pair{ElementType::U16, c10::ScalarType::UInt16},
    std::pair{ElementType::U8, c10::ScalarType::Byte},
    std::pair{ElementType::Bool, c10::ScalarType::Bool},
};

std::span<const std::byte> bytesOf(const at::Tensor& dense) {
    return {static_cast<const std::byte*>(dense.const_data_ptr()), dense.nbytes()};
}

} // namespace

std::optional<c10::ScalarType> scalarTypeFromElement(ElementType element) noexcept {
    for (const auto& [ours, theirs] : kTypes)
        if (ours == element) return theirs;
    return std::nullopt;
}

std::optional<ElementType> elementFromScalarType(c10::ScalarType type) noexcept {
    for (const auto& [ours, theirs] : kTypes)
        if (theirs == type) return ours;
    return std::nullopt;
}

Result<SafeTensorsFile> SafeTensorsFile::open(const std::filesystem::path& file) {
    ATTUNE_TRY(auto mapping, platform::MappedFile::open(file));
    auto header = format::parseSafeTensorsHeader(mapping->bytes());
    if (!header) {
        Error error = std::move(header).error();
        error.context = utf8FromPath(file);
        return fail(std::move(error));
    }
    return SafeTensorsFile(std::move(mapping), *std::move(header), file);
}

Result<at::Tensor> SafeTensorsFile::view(const format::TensorRecord& record) const {
    const auto type = scalarTypeFromElement(record.type);
    if (!type)
        return fail(ErrorCode::UnsupportedFormat,
                    concat(record.name, " has the element type ", format::elementName(record.type),
                           ", which cannot be computed with"),
                    utf8FromPath(m_path));
    const auto bytes = m_mapping->bytes().subspan(record.beginByte, record.endByte - record.beginByte);
    return guarded(utf8FromPath(m_path), [&] {
        const c10::Storage storage =
            storageFromMapping(m_mapping, bytes, format::elementSizeBytes(record.type));
        at::Tensor tensor = at::empty({0}, *type);
        tensor.set_(storage, 0, record.shape);
        return tensor;
    });
}

Result<at::Tensor> SafeTensorsFile::tensor(std::string_view name) const {
    const format::TensorRecord* record = m_header.find(name);
    if (record == nullptr)
        return fail(ErrorCode::MissingKey, concat("There is no tensor ", name, " in the file"),
                    utf8FromPath(m_path));
    return view(*record);
}

Result<NamedTensors> SafeTensorsFile::tensors() const {
    NamedTensors all;
    for (const format::TensorRecord& record : m_header.tensors) {
        ATTUNE_TRY(at::Tensor tensor, view(record));
        all.set(record.name, std::move(tensor));
    }
    return all;
}

Result<NamedTensors> readSafeTensors(const std::filesystem::path& file) {
    ATTUNE_TRY(const SafeTensorsFile opened, SafeTensorsFile::open(file));
    return opened.tensors();
}

Result<SafeTensorsWriter> SafeTensorsWriter::create(const std::filesystem::path& file,
                                                    std::vector<TensorDeclaration> declarations,
                                                    const Metadata& metadata) {
    std::vector<format::TensorRecord> records;
    std::unordered_set<std::string_view> names;
    records.reserve(declarations.size());
    for (const TensorDeclaration& declaration : declarations) {
        const auto element = elementFromScalarType(declaration.type);
        if (!element)
            return fail(ErrorCode::UnsupportedFormat,
                        concat("safetensors has no name for the type ", c10::toString(declaration.type),
                               " of ", declaration.name),
                        utf8FromPath(file));
        if (!names.insert(declaration.name).second)
            return fail(ErrorCode::InvalidArgument, concat("Two tensors are called ", declaration.name),
                        utf8FromPath(file));
        records.push_back({declaration.name, *element, declaration.shape, 0, 0});
    }
    format::SafeTensorsLayout layout = format::layOutSafeTensors(records, metadata);
    ATTUNE_TRY(AtomicFileWriter writer, AtomicFileWriter::open(file));
    ATTUNE_CHECK(writer.write(std::as_bytes(std::span(layout.front))));
    return SafeTensorsWriter(std::move(writer), std::move(declarations), std::move(layout.dataOrder));
}

const TensorDeclaration* SafeTensorsWriter::next() const noexcept {
    return m_next < m_order.size() ? &m_declarations[m_order[m_next]] : nullptr;
}

Result<void> SafeTensorsWriter::write(const at::Tensor& tensor) {
    const TensorDeclaration* wanted = next();
    if (wanted == nullptr)
        return fail(ErrorCode::InvalidArgument, "All declared tensors are written already");
    if (tensor.sizes() != at::IntArrayRef(wanted->shape))
        return fail(ErrorCode::ShapeMismatch,
                    concat(wanted->name, " was declared as ", shapeText(wanted->shape), " but is ",
                           shapeText(tensor.sizes().vec())));
    ATTUNE_TRY(const at::Tensor dense, guarded(wanted->name, [&] {
                   return tensor.detach().to(at::kCPU, wanted->type).contiguous();
               }));
    ATTUNE_CHECK(m_writer.write(bytesOf(dense)));
    releasePages(tensor);
    ++m_next;
    return {};
}

Result<void> SafeTensorsWriter::commit() {
    if (const TensorDeclaration* missing = next())
        return fail(ErrorCode::InvalidArgument, concat(missing->name, " was declared but not written"));
    return m_writer.commit();
}

Result<void> writeSafeTensors(const std::filesystem::path& file, const NamedTensors& tensors,
                              const Metadata& metadata) {
    std::vector<TensorDeclaration> declarations;
    declarations.reserve(tensors.size());
    for (const auto& [name, tensor] : tensors)
        declarations.push_back({name, tensor.scalar_type(), tensor.sizes().vec()});
    ATTUNE_TRY(SafeTensorsWriter writer, SafeTensorsWriter::create(file, std::move(declarations), metadata));
    while (const TensorDeclaration* wanted = writer.next())
        ATTUNE_CHECK(writer.write(*tensors.find(wanted->name)));
    return writer.commit();
}

} // namespace attune::tensor
