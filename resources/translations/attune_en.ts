<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>CurveReading</name>
    <message numerus="yes">
        <source>The held-out loss has not been lower for %n checks since step %1</source>
        <translation>
            <numerusform>The held-out loss has not been lower for %n check since step %1</numerusform>
            <numerusform>The held-out loss has not been lower for %n checks since step %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::studio::StudioEncode</name>
    <message numerus="yes">
        <source>%n clips could not be encoded and are left out</source>
        <translation>
            <numerusform>%n clip could not be encoded and is left out</numerusform>
            <numerusform>%n clips could not be encoded and are left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces could not be encoded and are left out</source>
        <translation>
            <numerusform>%n piece could not be encoded and is left out</numerusform>
            <numerusform>%n pieces could not be encoded and are left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::studio::StudioTrain</name>
    <message numerus="yes">
        <source>%n clips are not encoded yet: press Encode in Dataset first.</source>
        <translation>
            <numerusform>%n clip is not encoded yet: press Encode in Dataset first.</numerusform>
            <numerusform>%n clips are not encoded yet: press Encode in Dataset first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::ClipInspector</name>
    <message numerus="yes">
        <source>%n clips selected</source>
        <translation>
            <numerusform>%n clip selected</numerusform>
            <numerusform>%n clips selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::Cockpit</name>
    <message numerus="yes">
        <source>Steps take %n times as long as before. Other programs may use the graphics card, or its memory is full and the driver borrows the computer&apos;s: close them, or stop and save, and go on with a smaller batch.</source>
        <translation>
            <numerusform>Steps take %n times as long as before. Other programs may use the graphics card, or its memory is full and the driver borrows the computer&apos;s: close them, or stop and save, and go on with a smaller batch.</numerusform>
            <numerusform>Steps take %n times as long as before. Other programs may use the graphics card, or its memory is full and the driver borrows the computer&apos;s: close them, or stop and save, and go on with a smaller batch.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Steps take %n times as long as before: other programs keep the processor busy.</source>
        <translation>
            <numerusform>Steps take %n times as long as before: other programs keep the processor busy.</numerusform>
            <numerusform>Steps take %n times as long as before: other programs keep the processor busy.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::DatasetEditor</name>
    <message numerus="yes">
        <source>Edit prompt of %n clips</source>
        <translation>
            <numerusform>Edit prompt of %n clip</numerusform>
            <numerusform>Edit prompt of %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Let rules write the prompt of %n clips</source>
        <translation>
            <numerusform>Let rules write the prompt of %n clip</numerusform>
            <numerusform>Let rules write the prompt of %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take in %n clips</source>
        <translation>
            <numerusform>Take in %n clip</numerusform>
            <numerusform>Take in %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave out %n clips</source>
        <translation>
            <numerusform>Leave out %n clip</numerusform>
            <numerusform>Leave out %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change the split of %n clips</source>
        <translation>
            <numerusform>Change the split of %n clip</numerusform>
            <numerusform>Change the split of %n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::DatasetPage</name>
    <message numerus="yes">
        <source>%n prompts written.</source>
        <translation>
            <numerusform>%n prompt written.</numerusform>
            <numerusform>%n prompts written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edited by hand were kept.</source>
        <translation>
            <numerusform>%n edited by hand was kept.</numerusform>
            <numerusform>%n edited by hand were kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln clips</source>
        <translation>
            <numerusform>%Ln clip</numerusform>
            <numerusform>%Ln clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%L1 of %Ln clips</source>
        <translation>
            <numerusform>%L1 of %Ln clip</numerusform>
            <numerusform>%L1 of %Ln clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading %L1 of %Ln files…</source>
        <translation>
            <numerusform>Reading %L1 of %Ln file…</numerusform>
            <numerusform>Reading %L1 of %Ln files…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::DoctorPanel</name>
    <message numerus="yes">
        <source>%1, %n clips</source>
        <translation>
            <numerusform>%1, %n clip</numerusform>
            <numerusform>%1, %n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::EncodePanel</name>
    <message numerus="yes">
        <source>&amp;Encode %Ln clips</source>
        <translation>
            <numerusform>&amp;Encode %Ln clip</numerusform>
            <numerusform>&amp;Encode %Ln clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln clips are ready to train on</source>
        <translation>
            <numerusform>%Ln clip is ready to train on</numerusform>
            <numerusform>%Ln clips are ready to train on</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln imported latents are ready to train on</source>
        <translation>
            <numerusform>%Ln imported latent is ready to train on</numerusform>
            <numerusform>%Ln imported latents are ready to train on</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Encode %Ln pieces</source>
        <translation>
            <numerusform>&amp;Encode %Ln piece</numerusform>
            <numerusform>&amp;Encode %Ln pieces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pieces are ready to train on</source>
        <translation>
            <numerusform>%Ln piece is ready to train on</numerusform>
            <numerusform>%Ln pieces are ready to train on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::GenerateForm</name>
    <message numerus="yes">
        <source>with all %n checkpoints</source>
        <translation>
            <numerusform>with %n checkpoint</numerusform>
            <numerusform>with all %n checkpoints</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::JobWatch</name>
    <message numerus="yes">
        <source>%n jobs that wait are taken out of the queue; runs stay in the list.</source>
        <translation>
            <numerusform>%n job that waits is taken out of the queue; runs stay in the list.</numerusform>
            <numerusform>%n jobs that wait are taken out of the queue; runs stay in the list.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::ListenPage</name>
    <message numerus="yes">
        <source>%n sounds wait for the end of the run “%1”.</source>
        <translation>
            <numerusform>%n sound waits for the end of the run “%1”.</numerusform>
            <numerusform>%n sounds wait for the end of the run “%1”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::MainWindow</name>
    <message numerus="yes">
        <source>%Ln latents were taken over as they were encoded.</source>
        <translation>
            <numerusform>%Ln latent was taken over as it was encoded.</numerusform>
            <numerusform>%Ln latents were taken over as they were encoded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln clips were taken over.</source>
        <translation>
            <numerusform>%Ln clip was taken over.</numerusform>
            <numerusform>%Ln clips were taken over.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::PromptTools</name>
    <message numerus="yes">
        <source>%n prompts, for example: “%1”</source>
        <translation>
            <numerusform>%n prompt, for example: “%1”</numerusform>
            <numerusform>%n prompts, for example: “%1”</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::RunSummary</name>
    <message numerus="yes">
        <source>%Ln clips</source>
        <translation>
            <numerusform>%Ln clip</numerusform>
            <numerusform>%Ln clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::SettingsTable</name>
    <message numerus="yes">
        <source>%n prompts</source>
        <translation>
            <numerusform>%n prompt</numerusform>
            <numerusform>%n prompts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::SourcesPanel</name>
    <message numerus="yes">
        <source>%1, %n clips</source>
        <translation>
            <numerusform>%1, %n clip</numerusform>
            <numerusform>%1, %n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::SplitPanel</name>
    <message numerus="yes">
        <source>%1, %n clips</source>
        <translation>
            <numerusform>%1, %n clip</numerusform>
            <numerusform>%1, %n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>attune::ui::StatusStrip</name>
    <message numerus="yes">
        <source> · %n waiting</source>
        <translation>
            <numerusform> · %n waiting</numerusform>
            <numerusform> · %n waiting</numerusform>
        </translation>
    </message>
</context>
</TS>
