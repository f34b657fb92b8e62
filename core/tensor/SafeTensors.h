// SPDX-License-Identifier: GPL-3.0-or-later
//
// SafeTensors: reads and writes .safetensors files (8-byte little-endian header length, JSON header, dense
// data).
//
// Reading maps the file and makes tensors that *view* it: opening costs the header only, and a view's pages
// are read when they are touched. Views are read-only (writing to one is a crash, not a change of the file);
// clone() them or copy them into a module. A tensor whose data is not aligned to its type is copied instead.
// Ownership: every view keeps the mapping alive; the SafeTensorsFile may go first.
// Threads: a SafeTensorsFile's const methods from any thread; a writer belongs to one thread.
#pragma once

#include "core/base/AtomicFile.h"
#include "core/base/Result.h"
#include "core/base/platform/Platform.h"
#include "core/tensor/NamedTensors.h"
#include "core/tensor/format/SafeTensorsHeader.h"

#include <c10/core/ScalarType.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace attune::tensor {

using Metadata =
    std::vector<std::pair<std::string, std::string>>; // the "__metadata__" of a file, in its order

// LibTorch's type for an element type, and back; empty where there is none (F4 and friends).
[[nodiscard]] std::optional<c10::ScalarType> scalarTypeFromElement(format::ElementType element) noexcept;
[[nodiscard]] std::optional<format::ElementType> elementFromScalarType(c10::ScalarType type) noexcept;

class SafeTensorsFile {
public:
    // Errors: NotFound, PermissionDenied, ReadFailed; Corrupt or UnsupportedFormat naming what is wrong.
    [[nodiscard]] static Result<SafeTensorsFile> open(const std::filesystem::path& file);

    [[nodiscard]] const format::SafeTensorsHeader& header() const noexcept { return m_header; }
    [[nodiscard]] const Metadata& metadata() const noexcept { return m_header.metadata; }

    // A view. Errors: MissingKey; UnsupportedFormat for an element type that LibTorch has not.
    [[nodiscard]] Result<at::Tensor> tensor(std::string_view name) const;
    // All tensors as views, in the order of the header.
    [[nodiscard]] Result<NamedTensors> tensors() const;

private:
    SafeTensorsFile(std::shared_ptr<const platform::MappedFile> mapping, format::SafeTensorsHeader header,
                    std::filesystem::path path)
        : m_mapping(std::move(mapping)), m_header(std::move(header)), m_path(std::move(path)) {}
    [[nodiscard]] Result<at::Tensor> view(const format::TensorRecord& record) const;

    std::shared_ptr<const platform::MappedFile> m_mapping;
    format::SafeTensorsHeader m_header;
    std::filesystem::path m_path;
};

// open() and tensors() in one.
[[nodiscard]] Result<NamedTensors> readSafeTensors(const std::filesystem::path& file);

// Writes `tensors` in their order, atomically; `metadata` becomes "__metadata__". Tensors may be on any
// device and of any strides; one at a time is made dense on the CPU. Errors: those of AtomicFile;
// UnsupportedFormat for a type.
[[nodiscard]] Result<void> writeSafeTensors(const std::filesystem::path& file, const NamedTensors& tensors,
                                            const Metadata& metadata = {});

// What a streamed file will hold; the data follow one by one.
struct TensorDeclaration {
    std::string name;
    c10::ScalarType type{c10::ScalarType::Float};
    std::vector<std::int64_t> shape;
};

// Writes a file whose tensors need not be in memory together: declare all, then give each when it is asked
// for:
//
//     while (const TensorDeclaration* wanted = writer.next()) ATTUNE_CHECK(writer.write(make(wanted->name)));
//     ATTUNE_CHECK(writer.commit());
class SafeTensorsWriter {
public:
    // Errors: those of AtomicFile; InvalidArgument for a name given twice; UnsupportedFormat.
    [[nodiscard]] static Result<SafeTensorsWriter> create(const std::filesystem::path& file,
                                                          std::vector<TensorDeclaration> declarations,
                                                          const Metadata& metadata = {});
    // The tensor whose data come next in the file (largest element types first); null when all are written.
    [[nodiscard]] const TensorDeclaration* next() const noexcept;
    // Writes it, cast to the declared type. Errors: ShapeMismatch, WriteFailed, DiskFull.
    [[nodiscard]] Result<void> write(const at::Tensor& tensor);
    // All declared tensors must have been written. Until now the old file is untouched.
    [[nodiscard]] Result<void> commit();

private:
    SafeTensorsWriter(AtomicFileWriter writer, std::vector<TensorDeclaration> declarations,
                      std::vector<std::size_t> order)
        : m_writer(std::move(writer)), m_declarations(std::move(declarations)), m_order(std::move(order)) {}
    AtomicFileWriter m_writer;
    std::vector<TensorDeclaration> m_declarations;
    std::vector<std::size_t> m_order; // of the data: places in m_declarations
    std::size_t m_next{0};            // place in m_order
};

} // namespace attune::tensor
